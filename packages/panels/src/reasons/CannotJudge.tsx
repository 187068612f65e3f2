import type { MeshReport, NotChecked } from '@hopscope/core';
import { Prose } from '../marks/Prose.tsx';
import { CommandLine } from '../path/FixCard.tsx';
import { countOf } from './counts.ts';

export interface CannotJudgeProps {
  readonly gaps: MeshReport['cannotJudge'];
  /** of all links, how many have no certain verdict */
  readonly unknown: number;
}

/** What is not known, why, and which permission would tell. Never silence. */
export function CannotJudge({ gaps, unknown }: CannotJudgeProps) {
  if (gaps.length === 0) return null;
  return (
    <section className="hs-unknowns" aria-labelledby="hs-unknowns">
      <div className="hs-reasons-head">
        <h2 id="hs-unknowns">Cannot be judged</h2>
        <span>{countOf(unknown, 'link')}</span>
      </div>
      <ul className="hs-card">
        {gaps.map(({ gap, links }) => (
          <li key={`${gap.source} ${gap.scope} ${gap.why}`}>
            <p>
              <strong>{titleOf(gap)}</strong> · holds back {countOf(links, 'link')}
            </p>
            <details>
              <summary className="hs-unknowns-more">{gap.permission ? 'Which permission is missing?' : 'Why?'}</summary>
              <p className="hs-unknown-why">
                <Prose text={gap.why} />
              </p>
              {gap.permission ? <Missing permission={gap.permission} /> : null}
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}

function titleOf({ source, scope, permission }: NotChecked): string {
  const what = /^[A-Z]/.test(source) ? `${source} objects` : source;
  const where = permission?.namespace ?? scope;
  return `${what}${where ? ` of ${where}` : ''} could not be read`;
}

function Missing({ permission }: { readonly permission: NonNullable<NotChecked['permission']> }) {
  const { verb, resource, group, namespace } = permission;
  const kind = group === '' ? resource : `${resource}.${group}`;
  const command = `kubectl auth can-i ${verb} ${kind} ${namespace === null ? '--all-namespaces' : `-n ${namespace}`}`;
  return (
    <>
      <p>
        Missing: <code className="hs-code">{verb}</code> on <code className="hs-code">{kind}</code>{' '}
        {namespace === null ? 'in every namespace' : `in namespace ${namespace}`}. To check as the same user:
      </p>
      <CommandLine command={command} />
    </>
  );
}
