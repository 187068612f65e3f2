import './snapshot.css';

/** Why there is nothing to see. */
export function Trouble({ reason }: { readonly reason: string }) {
  return (
    <main id="main" className="snapshot-message" role="alert">
      <title>No snapshot · Hopscope</title>
      <h1>The snapshot cannot be opened</h1>
      <p>{reason}</p>
      <p>
        <a href="/">To the live mesh</a>
      </p>
    </main>
  );
}
