import { type MeshLink, type MeshReport, trafficWords, windowWords } from '@hopscope/core';
import { AgreementBadge } from '../agreement/AgreementBadge.tsx';
import { LOOKS, lookOf } from '../map/link-look.ts';
import { stopsOf } from '../map/stops.ts';
import { BlameChip } from '../marks/BlameChip.tsx';
import { type CheckHref, CheckLink } from '../marks/CheckLink.tsx';
import { Prose } from '../marks/Prose.tsx';
import { StateIcon } from '../marks/StateIcon.tsx';
import './details.css';

export interface LinkDetailsProps {
  readonly link: MeshLink;
  readonly report: MeshReport;
  /** address of the page that explains it */
  readonly href: string;
  readonly onSelect: (id: string) => void;
  readonly checkHref?: CheckHref;
}

const BASES: Readonly<Record<MeshLink['basis'][number], string>> = {
  observed: 'live connections',
  configured: 'configuration',
  declared: 'an annotation',
};

/** One link: its verdict in a sentence, why, and the proxies it passes. */
export function LinkDetails({ link, report, href, onSelect, checkHref }: LinkDetailsProps) {
  const state = report.links[link.id];
  const look = lookOf(state);
  const nameOf = (id: string) => report.graph.nodes.find((node) => node.id === id)?.name ?? id;
  const causes = [...report.causes, ...report.symptoms].filter(({ key }) => state?.causes.includes(key));
  return (
    <Details title={`${nameOf(link.from)} → ${nameOf(link.to)}:${link.port}`} onClose={() => onSelect('')}>
      <p className="hs-details-verdict">
        <StateIcon state={LOOKS[look].mark} size={18} label="" />
        <strong>{LOOKS[look].word}</strong>
        {state?.agreement ? <AgreementBadge kind={state.agreement} /> : null}
        {causes.map(({ key, blame }) => (
          <BlameChip key={key} blame={blame} />
        ))}
      </p>
      {state?.sentence ? (
        <p>
          <Prose text={state.sentence} />
        </p>
      ) : null}
      {causes.length === 0 ? null : (
        <p className="hs-details-quiet">
          {causes.map(({ key, check, owner }) => (
            <span key={key}>
              <CheckLink id={check} href={checkHref} />
              {owner === '' ? ' ' : ` (${owner}) `}
            </span>
          ))}
        </p>
      )}
      {state?.traffic ? <Seen traffic={state.traffic} /> : null}
      <Stops link={link} report={report} />
      <p className="hs-details-quiet">
        {state?.encrypted ? 'Encrypted by the mesh' : 'Not encrypted by the mesh'}
        {link.basis.length > 0 ? ` · known from ${link.basis.map((basis) => BASES[basis]).join(' and ')}` : ''}
      </p>
      <a className="hs-button hs-button-solid" href={href}>
        Explain this path <kbd className="hs-kbd">p</kbd>
      </a>
    </Details>
  );
}

type Traffic = NonNullable<MeshReport['links'][string]['traffic']>;

const REPORTERS: Readonly<Record<string, string>> = {
  waypoint: 'the waypoint',
  source: 'the caller’s proxy',
  destination: 'the callee’s ztunnel',
};

/** What was seen of it lately, and by whom. */
function Seen({ traffic }: { readonly traffic: Traffic }) {
  const { measure, reporter, seconds } = traffic;
  return (
    <p className="hs-details-traffic">
      {trafficWords(traffic)}
      <small>
        {' '}
        {measure}, counted by {REPORTERS[reporter] ?? reporter} over {windowWords(seconds)}
      </small>
    </p>
  );
}

function Stops({ link, report }: { readonly link: MeshLink; readonly report: MeshReport }) {
  const stops = stopsOf(link, report);
  if (stops.length === 0) return <p className="hs-details-quiet">It passes no proxy of the mesh that is known.</p>;
  return (
    <ol className="hs-stops" aria-label="Proxies on the way">
      {stops.map(({ kind, text }) => (
        <li key={text} data-kind={kind}>
          {text}
        </li>
      ))}
    </ol>
  );
}

export interface DetailsProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: React.ReactNode;
}

/** The frame of what is selected. */
export function Details({ title, onClose, children }: DetailsProps) {
  return (
    <section className="hs-card hs-details" aria-label={`Selected: ${title}`}>
      <div className="hs-details-head">
        <h2>{title}</h2>
        <button type="button" className="hs-close" aria-label="Close the details" onClick={onClose}>
          ×
        </button>
      </div>
      {children}
    </section>
  );
}
