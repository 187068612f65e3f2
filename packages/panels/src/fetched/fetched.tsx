import { type ComponentType, createElement, type ReactNode, useEffect, useState } from 'react';

/** A component whose code comes when it is first drawn, or before. */
export type Fetched<P extends object> = ComponentType<P> & {
  /** Brings the code before it is drawn; what fails is tried again by whoever draws it. */
  readonly bring: () => Promise<void>;
};

/**
 * A component in a chunk of its own. `load` imports it; `waiting` is drawn until it is there. A fetch that fails is thrown
 * where it would be drawn. React's own Suspense is not used: it holds back for 300 ms whatever arrives soon after a placeholder.
 */
export function fetched<P extends object>(
  load: () => Promise<ComponentType<P>>,
  waiting: (props: P) => ReactNode = () => null,
): Fetched<P> {
  let held: ComponentType<P> | null = null;
  const bring = async () => {
    held ??= await load();
  };
  function FetchedPart(props: P) {
    const [, setOutcome] = useState(0);
    const part = held;
    useEffect(() => {
      if (part !== null) return;
      bring().then(
        () => setOutcome((count) => count + 1),
        (error: unknown) =>
          setOutcome(() => {
            throw error;
          }),
      );
    }, [part]);
    return part === null ? waiting(props) : createElement(part, props);
  }
  return Object.assign(FetchedPart, { bring });
}
