import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { type MeshUrl, readMeshUrl, writeMeshUrl } from './mesh-url.ts';

/** The page's state in the address, and a way to change parts of it. */
export function useMeshUrl(): readonly [MeshUrl, (change: Partial<MeshUrl>) => void] {
  const [parameters, setParameters] = useSearchParams();
  const url = useMemo(() => readMeshUrl(parameters), [parameters]);
  const change = useCallback(
    (part: Partial<MeshUrl>) => {
      setParameters((before) => writeMeshUrl({ ...readMeshUrl(before), ...part }), { replace: true });
    },
    [setParameters],
  );
  return [url, change];
}
