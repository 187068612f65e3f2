import type { RefObject } from 'react';
import './help.css';
import { switchShortcuts, useShortcutsOn } from './shortcuts.ts';

const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ['/', 'filter the mesh; on other pages, ask a path'],
  ['a', 'ask a path'],
  ['→  ←', 'on the map: to the callee, to the caller'],
  ['↑  ↓', 'on the map: the one above, the one below'],
  ['↑  ↓', 'in the table: row by row; Home, End and Page keys too'],
  ['Enter', 'open the details of what has the focus'],
  ['Esc', 'close the details; on a large map, go back up'],
  ['Shift →', 'on a large map: move the namespace, any arrow; or drag it with Shift'],
  [']  [', 'next problem, previous problem'],
  ['x', 'problems only'],
  ['t', 'map or table'],
  ['p', 'explain the selected path'],
  ['?', 'this list'],
];

/** What keys do, and the switch to turn single keys off. */
export function HelpDialog({ dialog }: { readonly dialog: RefObject<HTMLDialogElement | null> }) {
  const isOn = useShortcutsOn();
  return (
    <dialog ref={dialog} className="help" aria-labelledby="help-title">
      <h2 id="help-title">Keys</h2>
      <dl>
        {KEYS.map(([keys, does]) => (
          <div key={does}>
            <dt>
              {keys.split('  ').map((key) => (
                <kbd key={key} className="hs-kbd">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <label>
        <input type="checkbox" checked={isOn} onChange={(event) => switchShortcuts(event.target.checked)} />
        Single keys are shortcuts
      </label>
      <p className="help-note">
        To look at a dump instead of the live mesh, drop a file anywhere on the page; it is judged in the browser and
        leaves it for nowhere.
      </p>
      <p className="help-note">
        What Hopscope looks for, and what it takes for proof: <a href="/checks">all checks</a>.
      </p>
      <form method="dialog">
        <button type="submit" className="hs-button">
          Close
        </button>
      </form>
    </dialog>
  );
}
