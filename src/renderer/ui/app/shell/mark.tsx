import styles from './mark.module.css';

/** The handset after which the app is named; the same drawing as resources/icons. */
export function Mark() {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className={styles.mark}>
      <rect width="32" height="32" rx="9" className={styles.ground} />
      <path className={styles.handset} d={handset} />
    </svg>
  );
}

const handset =
  'M8.2 12.7c0-.9.4-1.8 1.1-2.4A10 10 0 0 1 16 7.700a10 10 0 0 1 6.700 2.600c.700.600 1.100 1.500 1.100 2.400v1.500c0 .9-.7 1.600-1.600 1.600h-2.300c-.9 0-1.600-.7-1.600-1.600v-1.400a8.300 8.300 0 0 0-4.600 0v1.400c0 .9-.7 1.600-1.600 1.600H9.800c-.9 0-1.600-.7-1.600-1.600z';
