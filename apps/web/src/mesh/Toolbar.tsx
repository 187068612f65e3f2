import type { MeshReport } from '@hopscope/core';
import { FilterBox, valuesOf, withProblems, withValues } from '@hopscope/panels';
import type { RefObject } from 'react';
import type { MeshUrl } from './mesh-url.ts';
import { NamespaceFilter } from './NamespaceFilter.tsx';
import type { useFiltered } from './use-filtered.ts';
import './toolbar.css';
import { ViewsMenu } from './ViewsMenu.tsx';

export interface ToolbarProps {
  readonly url: MeshUrl;
  readonly view: 'map' | 'table';
  readonly report: MeshReport;
  readonly filtered: ReturnType<typeof useFiltered>;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly problems: readonly string[];
  readonly onChange: (change: Partial<MeshUrl>) => void;
  readonly onStep: (by: 1 | -1) => void;
}

/** What the map and the table show, with the keys that do the same. */
export function Toolbar({ url, view, report, filtered, search, problems, onChange, onStep }: ToolbarProps) {
  const { filter, problemsOnly, left } = filtered;
  const at = problems.indexOf(url.selected);
  return (
    <div className="toolbar">
      <FilterBox
        text={url.q}
        filter={filter}
        report={report}
        input={search}
        left={left}
        onChange={(q) => onChange({ q })}
      />
      <button
        type="button"
        className="hs-button"
        aria-pressed={problemsOnly}
        onClick={() => onChange({ q: withProblems(url.q, !problemsOnly) })}
      >
        Problems only <kbd className="hs-kbd">x</kbd>
      </button>
      <button type="button" className="hs-button" onClick={() => onChange({ view: view === 'map' ? 'table' : 'map' })}>
        {view === 'map' ? 'Table' : 'Map'} <kbd className="hs-kbd">t</kbd>
      </button>
      {view === 'table' ? (
        <button
          type="button"
          className="hs-button"
          onClick={() => onChange({ rows: url.rows === 'nodes' ? 'links' : 'nodes', sort: '' })}
        >
          {url.rows === 'nodes' ? 'Links' : 'Services'}
        </button>
      ) : null}
      <NamespaceFilter
        report={report}
        chosen={valuesOf(filter, 'ns')}
        onChoose={(namespaces) => onChange({ q: withValues(url.q, 'ns', namespaces) })}
      />
      <ViewsMenu url={url} />
      {problems.length > 0 ? (
        <div className="stepper">
          <button type="button" className="hs-button" aria-label="Previous problem" onClick={() => onStep(-1)}>
            <kbd className="hs-kbd">[</kbd>
          </button>
          <span>{at < 0 ? `${problems.length} problems` : `problem ${at + 1} of ${problems.length}`}</span>
          <button type="button" className="hs-button" aria-label="Next problem" onClick={() => onStep(1)}>
            <kbd className="hs-kbd">]</kbd>
          </button>
        </div>
      ) : null}
    </div>
  );
}
