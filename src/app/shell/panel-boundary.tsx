import { Component, type ErrorInfo, type ReactNode } from "react";
import { Stopped } from "./stopped.tsx";

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
      <Stopped
        sentence={`${this.props.what} stopped working.`}
        details={detailsOf(failure)}
        onTryAgain={() => this.#tryAgain()}
      />
    );
  }

  #tryAgain(): void {
    this.setState({ failure: undefined });
  }
}

function detailsOf({ error, components = "" }: Failure): string {
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${told}\n\nComponents:${components}`;
}
