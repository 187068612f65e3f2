import type { MeshReport } from '@hopscope/core';
import { useMemo, useState } from 'react';

export interface NamespaceFilterProps {
  readonly report: MeshReport;
  readonly chosen: readonly string[];
  readonly onChoose: (namespaces: readonly string[]) => void;
}

/** Which namespaces are shown; none chosen = all. */
export function NamespaceFilter({ report, chosen, onChoose }: NamespaceFilterProps) {
  const names = useMemo(
    () => [...new Set(report.graph.nodes.map(({ namespace }) => namespace).filter((name) => name !== ''))].sort(),
    [report.graph.nodes],
  );
  const toggle = (name: string) =>
    onChoose(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name].sort());
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className="filter" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="hs-button" aria-label="Filter by namespace">
        {chosen.length === 0 ? 'All namespaces' : chosen.join(', ')}
      </summary>
      <div className="hs-card filter-list">
        <button type="button" className="hs-button" disabled={chosen.length === 0} onClick={() => onChoose([])}>
          Show all
        </button>
        {(isOpen ? names : []).map((name) => (
          <label key={name}>
            <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} />
            {name}
          </label>
        ))}
      </div>
    </details>
  );
}
