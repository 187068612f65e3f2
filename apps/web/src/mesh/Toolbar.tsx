import type { MeshReport } from '@hopscope/core';
import type { MeshUrl } from './mesh-url.ts';
import { NamespaceFilter } from './NamespaceFilter.tsx';

export interface ToolbarProps {
  readonly url: MeshUrl;
  readonly view: 'map' | 'table';
  readonly report: MeshReport;
  readonly problems: readonly string[];
  readonly onChange: (change: Partial<MeshUrl>) => void;
  readonly onStep: (by: 1 | -1) => void;
}

/** What the map and the table show, with the keys that do the same. */
export function Toolbar({ url, view, report, problems, onChange, onStep }: ToolbarProps) {
  const at = problems.indexOf(url.selected);
  return (
    <div className="toolbar">
      <button
        type="button"
        className="hs-button"
        aria-pressed={url.problems}
        onClick={() => onChange({ problems: !url.problems })}
      >
        Problems only <kbd className="hs-kbd">x</kbd>
      </button>
      <button type="button" className="hs-button" onClick={() => onChange({ view: view === 'map' ? 'table' : 'map' })}>
        {view === 'map' ? 'Table' : 'Map'} <kbd className="hs-kbd">t</kbd>
      </button>
      <NamespaceFilter report={report} chosen={url.namespaces} onChoose={(namespaces) => onChange({ namespaces })} />
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
