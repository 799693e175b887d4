import type { ReactNode } from 'react';
import styles from './page-header.module.css';

/** The visible title of a page; the h1 of the document says the same to screen readers. */
export function PageHeader({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <header className={styles.header}>
      <p aria-hidden="true" className={styles.title}>
        {title}
      </p>
      {children}
    </header>
  );
}
