import type { MeshReport } from '@hopscope/core';
import type { CheckHref } from '../marks/CheckLink.tsx';
import { Prose } from '../marks/Prose.tsx';
import { StateIcon } from '../marks/StateIcon.tsx';
import { countOf } from './counts.ts';
import { ReasonCard } from './ReasonCard.tsx';
import './reasons.css';

export interface ReasonsProps {
  readonly report: MeshReport;
  readonly now: number;
  /** key of the cause whose links are shown; '' = none */
  readonly shown: string;
  readonly onShow: (key: string) => void;
  readonly checkHref?: CheckHref;
  /** keys of the causes that a filter leaves nothing of */
  readonly outside?: ReadonlySet<string>;
  /** takes the filter away */
  readonly onUnfilter?: (() => void) | undefined;
}

const NONE: ReadonlySet<string> = new Set();

/** Findings grouped by cause, the most harmful first, as the report orders them. */
export function Reasons({ report, now, shown, onShow, checkHref, outside = NONE, onUnfilter }: ReasonsProps) {
  const inside = report.causes.filter(({ key }) => !outside.has(key));
  const harmful = inside.filter(({ severity }) => severity !== 'latent');
  const latent = inside.filter(({ severity }) => severity === 'latent');
  const hidden = report.causes.length - inside.length;
  // What the filter hides may be broken all the same.
  const isWell = report.causes.every(({ severity }) => severity === 'latent');
  const cards = (causes: MeshReport['causes']) =>
    causes.map((cause) => (
      <ReasonCard
        key={cause.key}
        cause={cause}
        now={now}
        isShown={cause.key === shown}
        onShow={onShow}
        checkHref={checkHref}
      />
    ));
  return (
    <section className="hs-reasons" aria-labelledby="hs-reasons">
      <div className="hs-reasons-head">
        <h2 id="hs-reasons">Reasons</h2>
        <span>{harmful.length > 1 ? 'by harm' : ''}</span>
      </div>
      {isWell ? <AllWell report={report} /> : cards(harmful)}
      {hidden === 0 ? null : <Outside hidden={hidden} onUnfilter={onUnfilter} />}
      <Settling causes={report.settling ?? []} />
      {latent.length === 0 ? null : (
        <>
          <div className="hs-reasons-head">
            <h2>Nothing fails yet, but</h2>
            <span>{countOf(latent.length, 'risk')}</span>
          </div>
          {cards(latent)}
        </>
      )}
    </section>
  );
}

/** A filter must not make a mesh look better than it is. */
function Outside({ hidden, onUnfilter }: { readonly hidden: number; readonly onUnfilter: (() => void) | undefined }) {
  return (
    <p className="hs-reasons-outside">
      {countOf(hidden, 'reason')} outside this filter.{' '}
      {onUnfilter ? (
        <button type="button" className="hs-button" onClick={onUnfilter}>
          Show all
        </button>
      ) : null}
    </p>
  );
}

/** What has just begun and counts for nothing yet. */
function Settling({ causes }: { readonly causes: MeshReport['causes'] }) {
  if (causes.length === 0) return null;
  return (
    <>
      <div className="hs-reasons-head">
        <h2>Just begun</h2>
        <span>may pass by itself</span>
      </div>
      <ul className="hs-card hs-settling">
        {causes.map(({ key, sentence }) => (
          <li key={key}>
            <Prose text={sentence} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** An empty list is good news only as far as was looked. */
function AllWell({ report }: { readonly report: MeshReport }) {
  const { counts, notEvaluated } = report;
  const judged = counts.links - counts.unknown;
  return (
    <article className="hs-card hs-well">
      <StateIcon state={judged > 0 ? 'ok' : 'unknown'} size={20} label="" />
      <div>
        <h3>{judged > 0 ? 'No check found anything broken.' : 'Nothing could be judged yet.'}</h3>
        <p>
          {judged > 0 ? `All ${countOf(judged, 'link')} that can be judged work. ` : ''}
          {counts.links === 0 ? 'No calls between services are known: none was observed, configured or declared. ' : ''}
          {notEvaluated.length > 0 ? `${countOf(notEvaluated.length, 'check')} could not run for lack of data.` : ''}
        </p>
      </div>
    </article>
  );
}
