import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react';
import { type Pin, withPin } from '../../layout/pin-islands.ts';
import { type MapView, speakOf } from '../map-view.ts';
import { type Step, stepOfKey } from '../walk-map.ts';
import type { LargeMesh } from './large-mesh.ts';
import type { LargeStates } from './large-states.ts';
import { nameOfIsland } from './paint-islands.ts';
import type { Camera } from './use-large-camera.ts';
import { firstIsland, firstNodeOf, islandId, islandOf, speakIsland, walkLarge } from './walk-large.ts';

export interface WalkParts {
  readonly view: MapView;
  readonly mesh: LargeMesh | null;
  readonly states: LargeStates | null;
  readonly camera: Camera;
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly selected: string;
  readonly focusRequest: number;
  readonly onSelect: (id: string) => void;
  readonly open: (group: number) => void;
  readonly pins: readonly Pin[];
  readonly onPin: (pins: readonly Pin[]) => void;
}

export interface LargeWalk {
  /** id of what the keyboard is at */
  readonly focus: string;
  readonly spoken: string;
  readonly speak: (id: string) => string;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** Draws all of an island and brings it near. */
  readonly openIsland: (group: number) => void;
}

/** The keyboard on a large map: arrows walk, Enter goes in or opens details, Escape goes back up. */
export function useLargeWalk(parts: WalkParts): LargeWalk {
  const { mesh, states, camera, frame, selected, focusRequest, onSelect } = parts;
  const [focused, setFocused] = useState('');
  const [isMoving, setIsMoving] = useState(false);
  const focus = mesh && states ? knownOr(mesh, focused, () => islandId(mesh, firstIsland(states))) : '';
  const moveFocus = (id: string) => {
    setFocused(id);
    setIsMoving(true);
  };
  // The element of the focus is made anew for each thing, so that a screen reader says its name.
  useEffect(() => {
    if (!isMoving) return;
    frame.current?.querySelector<SVGGElement>('.hs-large-focus')?.focus({ preventScroll: true });
    setIsMoving(false);
  }, [isMoving, focus, frame]);
  useEffect(() => {
    if (focusRequest === 0 || selected === '' || !mesh) return;
    moveFocus(selected);
    camera.show(selected);
  }, [focusRequest, mesh === null]);
  const openIsland = (group: number) => {
    if (!mesh || !states) return;
    parts.open(group);
    camera.show(islandId(mesh, group));
    const first = firstNodeOf(mesh, states, group);
    if (first !== undefined) moveFocus(first);
  };
  const goUp = () => {
    if (selected !== '') return onSelect('');
    const node = mesh?.nodeNumber.get(focus) ?? mesh?.structure.from[mesh.linkNumber.get(focus) ?? -1];
    if (!mesh || node === undefined) return camera.zoom.fit();
    const island = islandId(mesh, mesh.structure.groupOf[node]!);
    moveFocus(island);
    camera.show(island);
  };
  const enter = () => {
    const island = mesh ? islandOf(mesh, focus) : undefined;
    if (island === undefined) onSelect(focus);
    else openIsland(island);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !mesh || !states) return;
    const step = stepOfKey(event.key);
    if (step && event.shiftKey) pinAside(parts, focus, step);
    else if (step) {
      const next = walkLarge(mesh, states, focus, step);
      moveFocus(next);
      revealIn(camera, mesh, next);
    } else if (event.key === 'Enter' || event.key === ' ') enter();
    else if (event.key === 'Escape') goUp();
    else return;
    event.preventDefault();
  };
  const speak = (id: string) => speakAny(parts, id);
  return { focus, spoken: speak(focus), speak, onKeyDown, openIsland };
}

const ASIDE: Readonly<Record<Step, readonly [x: number, y: number]>> = {
  callee: [1, 0],
  caller: [-1, 0],
  above: [0, -1],
  below: [0, 1],
};
const PIN_STEP = 80;

/** Moves the island that has the focus one step, and keeps it there. */
function pinAside({ mesh, pins, onPin }: WalkParts, focus: string, step: Step): void {
  const island = mesh ? islandOf(mesh, focus) : undefined;
  if (!mesh || island === undefined) return;
  const group = mesh.structure.groups[island]!;
  const [dx, dy] = ASIDE[step];
  const x = Math.round(mesh.layout.islandX[island]! + dx * PIN_STEP);
  const y = Math.round(mesh.layout.islandY[island]! + dy * PIN_STEP);
  onPin(withPin(pins, { group, x, y }));
}

function knownOr(mesh: LargeMesh, id: string, otherwise: () => string): string {
  const isKnown = mesh.nodeNumber.has(id) || mesh.linkNumber.has(id) || islandOf(mesh, id) !== undefined;
  return isKnown ? id : otherwise();
}

/** Where dots are too small to be told apart, a walk to a service comes nearer; else what is in view stays. */
function revealIn(camera: Camera, mesh: LargeMesh, id: string): void {
  if (camera.level === 'mesh' && islandOf(mesh, id) === undefined) {
    camera.show(id);
    return;
  }
  const at = camera.last.current && placeIn(camera, id);
  if (at) camera.zoom.reveal(at.x, at.y);
}

function placeIn({ last }: Camera, id: string) {
  const { mesh } = last.current!.scene;
  const { layout } = mesh;
  const group = islandOf(mesh, id);
  if (group !== undefined) return { x: layout.islandX[group]!, y: layout.islandY[group]! };
  const node = mesh.nodeNumber.get(id) ?? mesh.structure.to[mesh.linkNumber.get(id) ?? -1];
  return node === undefined ? undefined : { x: layout.nodeX[node]!, y: layout.nodeY[node]! };
}

function speakAny({ view, mesh, states }: WalkParts, id: string): string {
  const group = mesh ? islandOf(mesh, id) : undefined;
  if (mesh && states && group !== undefined)
    return speakIsland(mesh, states, group, nameOfIsland(mesh.structure.groups[group]!));
  return speakOf(view, id);
}
