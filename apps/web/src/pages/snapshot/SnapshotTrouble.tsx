import { SaveFile } from './SaveFile.tsx';
import './snapshot.css';

/** Why there is nothing to see; `raw` is what a later version wrote, to be saved as it came. */
export function Trouble({ reason, raw = '' }: { readonly reason: string; readonly raw?: string }) {
  return (
    <main id="main" className="snapshot-message">
      <title>No snapshot · Hopscope</title>
      <div role="alert">
        <h1>The snapshot cannot be opened</h1>
        <p>{reason}</p>
      </div>
      {raw === '' ? null : (
        <p>
          <SaveFile text={raw} label="Save it as it came" />
        </p>
      )}
      <p>
        <a href="/">To the live mesh</a>
      </p>
    </main>
  );
}
