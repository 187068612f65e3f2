import type { AccessMatrix } from '@hopscope/core';
import { AccessDetail, AccessGrid, filterAccess, isRowOf, StateIcon } from '@hopscope/panels';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { usePageRead } from '../../use-page-read.ts';
import { checkUrl } from '../checks/check-url.ts';
import { EMPTY_ASK, writeAskUrl } from '../path/ask-url.ts';
import type { PoliciesUrl } from './policies-url.ts';

export interface AccessProps {
  readonly url: PoliciesUrl;
  readonly onChange: (part: Partial<PoliciesUrl>) => void;
}

/** The matrix of one namespace with its filters; it keeps what it showed while the next one is made. */
export function Access({ url, onChange }: AccessProps) {
  const { namespace, service, callers } = url;
  const reading = usePageRead(['access', namespace, service], (reads, signal) =>
    reads.access({ namespace, text: service }, signal),
  );
  return (
    <section className="policies-access" aria-labelledby="access-title" aria-busy={reading.state === 'loading'}>
      <div className="policies-access-head">
        <h2 id="access-title">Who may call {namespace}</h2>
        <label>
          Callers
          <input type="search" value={callers} onChange={(event) => onChange({ callers: event.target.value })} />
        </label>
        <label>
          Services
          <input
            type="search"
            value={service}
            maxLength={200}
            onChange={(event) => onChange({ service: event.target.value, cell: null })}
          />
        </label>
      </div>
      {reading.state === 'loading' ? <p className="hs-card policies-blank">Asking every caller …</p> : null}
      {reading.state === 'error' ? (
        <p className="hs-card policies-blank" role="alert">
          Who may call is unknown, because {reading.message}
        </p>
      ) : null}
      {'data' in reading ? <Matrix matrix={reading.data} url={url} onChange={onChange} /> : null}
    </section>
  );
}

interface MatrixProps extends AccessProps {
  readonly matrix: AccessMatrix;
}

function Matrix({ matrix, url, onChange }: MatrixProps) {
  useShortcuts(url.cell === null ? {} : { Escape: () => onChange({ cell: null }) });
  const rows = filterAccess(matrix.rows, url.callers);
  const { cell } = url;
  const row = cell && rows.find((one) => isRowOf(one, cell.from));
  const target = (cell && matrix.targets.find(({ text }) => text === cell.to)) ?? null;
  if (matrix.targets.length === 0) {
    return (
      <p className="hs-card policies-blank">
        {url.service === ''
          ? 'It has no Service port that could be called over TCP.'
          : 'No Service is left by this filter.'}
      </p>
    );
  }
  return (
    <>
      <div className="plain-split" data-open={row != null}>
        <div className="hs-card policies-grid">
          {rows.length === 0 ? (
            <p className="policies-blank">No caller is left by this filter.</p>
          ) : (
            <AccessGrid matrix={matrix} rows={rows} selected={cell} onSelect={(place) => onChange({ cell: place })} />
          )}
        </div>
        {row ? (
          <div className="plain-side">
            <AccessDetail
              matrix={matrix}
              row={row}
              target={target}
              hrefOf={(from, to) => writeAskUrl({ ...EMPTY_ASK, from, to })}
              onClose={() => onChange({ cell: null })}
              checkHref={checkUrl}
            />
          </div>
        ) : null}
      </div>
      <Limits matrix={matrix} />
    </>
  );
}

function Limits({ matrix: { moreTargets, moreRows, notKnown } }: { readonly matrix: AccessMatrix }) {
  return (
    <>
      {moreTargets > 0 ? <p>{moreTargets} more ports are not shown: narrow the Services by name.</p> : null}
      {moreRows > 0 ? <p>{moreRows} more groups of callers are not shown.</p> : null}
      {notKnown.map((why) => (
        <p key={why} className="policies-unknown">
          <StateIcon state="unknown" size={14} label="Not known:" /> Callers or policies may be missing, because {why}.
        </p>
      ))}
    </>
  );
}
