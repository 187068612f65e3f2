import { type RefObject, useMemo, useState } from 'react';
import type { LargeMesh } from './large-mesh.ts';
import type { LargeStates } from './large-states.ts';
import { lightLarge } from './light-large.ts';
import type { Scene } from './scene.ts';
import { useColours } from './use-painter.ts';

export interface SceneParts {
  readonly mesh: LargeMesh | null;
  readonly states: LargeStates | null;
  readonly frame: RefObject<Element | null>;
  readonly hovered: string;
  readonly selected: string;
  readonly shown: readonly string[];
  readonly problemsOnly: boolean;
}

export interface LargeScene {
  /** null until there is something to paint */
  readonly scene: Scene | null;
  /** Draws all nodes of an island from now on. */
  readonly open: (group: number) => void;
}

/** Puts together what is painted. While a new structure waits for its states, the scene before it stays. */
export function useLargeScene(parts: SceneParts): LargeScene {
  const { mesh, states, hovered, selected, shown, problemsOnly } = parts;
  const colours = useColours(parts.frame);
  // By name: numbers of islands change with the structure.
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const light = useMemo(
    () => (mesh ? lightLarge(mesh, hovered, selected, shown) : null),
    [mesh, hovered, selected, shown],
  );
  const scene = useMemo(() => {
    if (!mesh || !states || !colours || !light) return null;
    const numbers = mesh.structure.groups.flatMap((group, number) => (opened.has(group) ? [number] : []));
    return { mesh, states, light, colours, problemsOnly, opened: new Set(numbers) };
  }, [mesh, states, colours, light, problemsOnly, opened]);
  return {
    scene,
    open: (group) => {
      const name = mesh?.structure.groups[group];
      if (name !== undefined) setOpened((before) => new Set([...before, name]));
    },
  };
}
