import { Component, type ReactNode } from 'react';

interface CrashProps {
  /** a page that is opened anew gets a new chance */
  readonly children: ReactNode;
}

interface CrashState {
  readonly message: string;
}

/** A page that fails says so and leaves the rest standing. */
export class Crash extends Component<CrashProps, CrashState> {
  override state: CrashState = { message: '' };

  static getDerivedStateFromError(error: unknown): CrashState {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    if (this.state.message === '') return this.props.children;
    return (
      <main id="main" className="mesh-empty" role="alert">
        <h1>This page failed to draw.</h1>
        <p>That is a mistake of Hopscope, not of your mesh: {this.state.message}</p>
        <p>
          <button type="button" className="hs-button" onClick={() => this.setState({ message: '' })}>
            Try again
          </button>
        </p>
      </main>
    );
  }
}
