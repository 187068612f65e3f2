import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { type Pin, withPin } from '../../layout/pin-islands.ts';
import type { Point } from '../../layout/plan.ts';
import type { LargeMesh } from './large-mesh.ts';
import type { Camera } from './use-large-camera.ts';
import { groupAt } from './use-large-pointer.ts';

/** Where an island would stand if it were let go of now, in units of the picture. */
export interface CarriedIsland extends Point {
  readonly radius: number;
}

export interface IslandDrag {
  readonly carried: CarriedIsland | null;
  /** The last press was for an island: the click that follows means nothing else. */
  readonly wasOwn: () => boolean;
  readonly down: (event: PointerEvent, camera: Camera) => void;
  readonly move: (event: PointerEvent, camera: Camera) => void;
  readonly up: (event: PointerEvent) => void;
}

interface Held {
  readonly group: number;
  /** of the press, on the screen */
  readonly from: Point;
  /** from the pointer to the island's middle, in units of the picture */
  readonly offset: Point;
}

/** A press that moves less, in pixels, is a click: the island then follows the pointer until the next one. */
const CLICK = 4;

/** With Shift an island is dragged to a place of its own, or picked up with one click and put down with the next. */
export function useIslandDrag(
  mesh: LargeMesh | null,
  pins: readonly Pin[],
  onPin: (pins: readonly Pin[]) => void,
): IslandDrag {
  const held = useRef<Held | null>(null);
  const isOwn = useRef(false);
  const [carried, setCarried] = useState<CarriedIsland | null>(null);
  const letGo = () => {
    held.current = null;
    setCarried(null);
  };
  const putDown = () => {
    if (mesh && carried && held.current)
      onPin(withPin(pins, { group: mesh.structure.groups[held.current.group]!, x: carried.x, y: carried.y }));
    letGo();
  };
  const isCarrying = carried !== null;
  // Whoever carries with the mouse has the keyboard's focus anywhere: Escape puts the island back, and means nothing else then.
  useEffect(() => {
    if (!isCarrying) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      held.current = null;
      setCarried(null);
    };
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, [isCarrying]);
  return {
    carried,
    wasOwn: () => isOwn.current,
    down(event, camera) {
      isOwn.current = held.current !== null;
      if (held.current) return putDown();
      if (!mesh || !event.shiftKey || event.button !== 0) return;
      const group = groupAt(event, camera);
      if (group === undefined) return;
      isOwn.current = true;
      const at = camera.zoom.toPicture(event.clientX, event.clientY);
      const { islandX, islandY, islandRadius } = mesh.layout;
      const middle = { x: islandX[group]!, y: islandY[group]! };
      const from = { x: event.clientX, y: event.clientY };
      held.current = { group, from, offset: { x: middle.x - at.x, y: middle.y - at.y } };
      setCarried({ ...middle, radius: islandRadius[group]! });
    },
    move(event, camera) {
      const { current } = held;
      if (!current) return;
      const at = camera.zoom.toPicture(event.clientX, event.clientY);
      const x = Math.round(at.x + current.offset.x);
      const y = Math.round(at.y + current.offset.y);
      setCarried((before) => before && { ...before, x, y });
    },
    up({ clientX, clientY }) {
      const from = held.current?.from;
      if (from && Math.hypot(clientX - from.x, clientY - from.y) > CLICK) putDown();
    },
  };
}
