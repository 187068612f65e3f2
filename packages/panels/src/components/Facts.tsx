import { StateIcon } from '../marks/StateIcon.tsx';
import type { Said } from './component-words.ts';

/** A fact with its mark; nothing where it does not apply. */
export function SaidText({ said }: { readonly said: Said }) {
  if (said.text === '') return <span className="hs-fact-none">–</span>;
  return (
    <span className="hs-fact" data-mark={said.mark ?? 'none'}>
      {said.mark === null ? null : <StateIcon state={said.mark} size={13} label="" />}
      {said.text}
    </span>
  );
}

export interface FactRow {
  readonly name: string;
  readonly said: Said;
}

/** Facts by name; those that do not apply are left out. */
export function FactList({ rows }: { readonly rows: readonly FactRow[] }) {
  const told = rows.filter(({ said }) => said.text !== '');
  return (
    <dl className="hs-facts">
      {told.map(({ name, said }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <SaidText said={said} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
