import { Component, type ErrorInfo, type ReactNode } from "react";
import controls from "#controls/controls.module.css";
import styles from "./panel-boundary.module.css";

export interface PanelBoundaryProps {
  /** What stops when something below throws, as a sentence begins: “The tracker”. */
  readonly what: string;
  /** While it stays the same, a stopped panel stays stopped; something else in it is a reason to try again. */
  readonly shows?: unknown;
  readonly children: ReactNode;
}

interface Failure {
  readonly error: unknown;
  /** Which components were being rendered; undefined until React says so. */
  readonly components?: string;
  readonly copied?: boolean;
}

interface BoundaryState {
  readonly failure?: Failure | undefined;
}

/** Keeps a mistake in one part of the screen to that part: it says so there and offers to try again. */
export class PanelBoundary extends Component<PanelBoundaryProps, BoundaryState> {
  override state: BoundaryState = {};

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { failure: { error } };
  }

  override componentDidCatch(error: unknown, { componentStack }: ErrorInfo): void {
    this.setState({ failure: { error, components: componentStack ?? "" } });
  }

  override componentDidUpdate(before: PanelBoundaryProps): void {
    if (this.state.failure && before.shows !== this.props.shows) this.#tryAgain();
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (!failure) return this.props.children;
    return (
      <div className={styles.stopped} role="alert">
        <p className={styles.sentence}>{this.props.what} stopped working.</p>
        <div className={styles.actions}>
          <button type="button" className={controls.button} onClick={() => this.#tryAgain()}>
            Try again
          </button>
          <button type="button" className={controls.quiet} onClick={() => void this.#copy(failure)}>
            {failure.copied ? "Copied" : "Copy details"}
          </button>
        </div>
      </div>
    );
  }

  #tryAgain(): void {
    this.setState({ failure: undefined });
  }

  async #copy(failure: Failure): Promise<void> {
    try {
      await navigator.clipboard.writeText(detailsOf(this.props.what, failure));
      this.setState({ failure: { ...failure, copied: true } });
    } catch {
      // Without the clipboard the details are still in the console, where React wrote them.
    }
  }
}

function detailsOf(what: string, { error, components = "" }: Failure): string {
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${what} stopped working.\n\n${told}\n\nComponents:${components}\n`;
}
