import { useCallback, useMemo, useRef } from 'react';
import { useSearchParams } from 'wouter';
import { type MeshUrl, readMeshUrl, writeMeshUrl } from './mesh-url.ts';

/** The page's state in the address, and a way to change parts of it. */
export function useMeshUrl(): readonly [MeshUrl, (change: Partial<MeshUrl>) => void] {
  const [parameters, setParameters] = useSearchParams();
  const before = useRef<MeshUrl | null>(null);
  const url = useMemo(() => keepLists(readMeshUrl(parameters), before.current), [parameters]);
  before.current = url;
  const change = useCallback(
    (part: Partial<MeshUrl>) => {
      setParameters((before) => writeMeshUrl({ ...readMeshUrl(before), ...part }), { replace: true });
    },
    [setParameters],
  );
  return [url, change];
}

/** Lists that say the same stay the same objects: a large map is not built anew because something was selected. */
function keepLists(url: MeshUrl, before: MeshUrl | null): MeshUrl {
  if (before === null) return url;
  const keep = <T>(next: T, last: T): T => (JSON.stringify(next) === JSON.stringify(last) ? last : next);
  return { ...url, pins: keep(url.pins, before.pins) };
}
