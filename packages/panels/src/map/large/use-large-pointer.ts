import { type MouseEvent, type PointerEvent, useState } from 'react';
import type { Point } from '../../layout/plan.ts';
import { type Hit, hitLarge, islandAt } from './hit-large.ts';
import type { Camera } from './use-large-camera.ts';
import { islandId } from './walk-large.ts';

export interface LargePointer {
  /** id of what is pointed at; '' = nothing */
  readonly hovered: string;
  readonly move: (event: PointerEvent, camera: Camera) => void;
  readonly leave: () => void;
  readonly click: (event: MouseEvent, camera: Camera, acts: ClickActs) => void;
}

export interface ClickActs {
  readonly onSelect: (id: string) => void;
  readonly open: (group: number) => void;
}

/** The mouse on a large map. A finger points at nothing that it does not press. */
export function useLargePointer(): LargePointer {
  const [hovered, setHovered] = useState('');
  return {
    hovered,
    move: (event, camera) => setHovered(event.pointerType === 'touch' ? '' : idOf(hitOf(event, camera), camera)),
    leave: () => setHovered(''),
    click: (event, camera, { onSelect, open }) => {
      const hit = hitOf(event, camera);
      if (hit.kind === 'node' || hit.kind === 'link') onSelect(hit.id);
      else if (hit.kind === 'stub' || (hit.kind === 'island' && camera.level === 'mesh')) open(hit.group);
      else onSelect('');
    },
  };
}

function hitOf(event: MouseEvent, { last }: Camera): Hit {
  if (!last.current) return { kind: 'nothing' };
  const { scene, view, painted, shown } = last.current;
  return hitLarge(scene, view, painted, shown, placeOf(event));
}

function placeOf({ clientX, clientY, currentTarget }: MouseEvent): Point {
  const { left, top } = currentTarget.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}

/** The island at a pointer, whatever stands on it or passes over it there. */
export function groupAt(event: MouseEvent, { last }: Camera): number | undefined {
  if (!last.current) return undefined;
  return islandAt(last.current.scene.mesh, last.current.view, placeOf(event));
}

/** From near the ground of an island is no thing to point at. */
function idOf(hit: Hit, { last, level }: Camera): string {
  if (hit.kind === 'node' || hit.kind === 'link') return hit.id;
  const mesh = last.current?.scene.mesh;
  if (hit.kind === 'nothing' || !mesh || (level !== 'mesh' && hit.kind === 'island')) return '';
  return islandId(mesh, hit.group);
}
