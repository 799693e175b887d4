import { RotateCw, TriangleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { useT } from '../i18n/context.tsx';
import { Button } from './button.tsx';
import { EmptyState } from './empty-state.tsx';

export interface FaultBoundaryProps {
  /** With another one the children are tried again. */
  readonly place: string;
  readonly children: ReactNode;
}

interface FaultState {
  readonly brokenAt: string | null;
}

/** A fault in one part of the window must not take the others with it, least of all a call. React knows this only for classes. */
export class FaultBoundary extends Component<FaultBoundaryProps, FaultState> {
  override state: FaultState = { brokenAt: null };

  static getDerivedStateFromProps({ place }: FaultBoundaryProps, { brokenAt }: FaultState): FaultState {
    return { brokenAt: brokenAt === place || brokenAt === '' ? place : null };
  }

  static getDerivedStateFromError(): FaultState {
    // Which place it was is filled in by the step that follows this one.
    return { brokenAt: '' };
  }

  override render(): ReactNode {
    if (this.state.brokenAt === null) return this.props.children;
    return <Fault onRetry={() => this.setState({ brokenAt: null })} />;
  }
}

function Fault({ onRetry }: { readonly onRetry: () => void }) {
  const t = useT();
  return (
    <EmptyState icon={TriangleAlert} title={t('state.fault')} hint={t('state.faultHint')}>
      <Button name={t('state.retry')} icon={RotateCw} onClick={onRetry} />
      <Button name={t('state.reload')} tone="quiet" onClick={() => window.location.reload()} />
    </EmptyState>
  );
}
