import { Component, type ReactNode } from 'react';
import { Notice } from '../ui/notice.tsx';

/** Keeps a fault of one screen from taking the page with it. */
export class Boundary extends Component<
  { readonly children: ReactNode },
  { readonly fault: string | undefined }
> {
  override state = { fault: undefined };

  static getDerivedStateFromError(thrown: unknown): { fault: string } {
    return { fault: thrown instanceof Error ? thrown.message : String(thrown) };
  }

  override render(): ReactNode {
    if (this.state.fault === undefined) return this.props.children;
    return (
      <Notice title="This screen failed" kind="error">
        <p>{this.state.fault}</p>
        <button type="button" onClick={() => location.reload()}>
          Load the page again
        </button>
      </Notice>
    );
  }
}
