import type { MeshReport } from '@hopscope/core';
import { ChangeList, type MeshChange, TimeLine } from '@hopscope/panels';
import type { MeshUrl } from '../mesh/mesh-url.ts';
import { checkUrl } from '../pages/checks/check-url.ts';
import { objectUrl } from '../pages/object-url.ts';
import { askOf, writeAskUrl } from '../pages/path/ask-url.ts';
import type { ChangesReading } from '../report-source.ts';
import { useNow } from '../shell/use-now.ts';
import { useReport } from '../use-report.ts';
import { useChanges } from './use-changes.ts';
import './past.css';

export interface TimePartProps {
  readonly url: MeshUrl;
  readonly onChange: (change: Partial<MeshUrl>) => void;
}

/** Time below the map: the line with what changed on it, and the list of changes; nothing where no past is kept. */
export function TimePart({ url, onChange }: TimePartProps) {
  const reading = useChanges();
  const { mode } = useReport();
  // A server that was given a file has one moment only.
  if (reading === null || mode === 'bundle' || mode === 'file') return null;
  if (reading.state === 'loading') return <div className="mesh-time" aria-busy="true" />;
  if (reading.state === 'error') {
    return (
      <p className="mesh-time mesh-time-none" role="status">
        What changed cannot be read: {reading.message}
      </p>
    );
  }
  return <Time url={url} onChange={onChange} reading={reading.data} />;
}

function Time({ url, onChange, reading }: TimePartProps & { readonly reading: ChangesReading }) {
  const now = useNow(1000);
  const { report } = useReport();
  const { changes, more, moments } = reading;
  const at = url.at === '' ? null : url.at;
  const isOpen = url.changes !== '';
  return (
    <div className="mesh-time">
      <TimeLine
        moments={moments.map((moment) => moment.at)}
        changes={changes}
        at={at}
        now={now}
        onMoment={(moment) => onChange({ at: moment ?? '' })}
      />
      <button
        type="button"
        className="hs-button mesh-time-open"
        aria-expanded={isOpen}
        onClick={() => onChange({ changes: isOpen ? '' : 'all', changesOf: '' })}
      >
        What changed ({changes.length + more})
      </button>
      {isOpen ? (
        <ChangeList
          changes={changes}
          more={more}
          now={now}
          at={at}
          kind={url.changes === 'all' ? '' : url.changes}
          namespace={url.changesOf}
          onKind={(kind) => onChange({ changes: kind || 'all' })}
          onNamespace={(changesOf) => onChange({ changesOf })}
          onMoment={(moment) => onChange({ at: moment })}
          hrefOf={(change) => hrefOf(change, 'data' in report ? report.data : null)}
        />
      ) : null}
    </div>
  );
}

/** Objects and components have pages of now, links their path as it was then, reasons what is said of their check. */
function hrefOf({ kind, subject, at }: MeshChange, report: MeshReport | null): string | null {
  if (kind === 'component') return '/components';
  if (kind === 'cause') return checkUrl(subject.split(' ', 1)[0]!);
  if (kind === 'link') {
    const link = report?.graph.links.find(({ id }) => id === subject);
    return link ? writeAskUrl({ ...askOf(link.query), at }) : null;
  }
  const [, objectKind, namespace = '', name] = /^(\S+) (?:([^/]+)\/)?(.+)$/.exec(subject) ?? [];
  return name === undefined ? null : objectUrl({ kind: objectKind!, namespace, name });
}
