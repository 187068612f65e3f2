import { useEffect, useRef, useState } from 'react';
import { keepPlaces } from '../../layout/keep-places.ts';
import type { LargeLayout } from '../../layout/large-frame.ts';
import type { Structure } from '../../layout/structure.ts';

/** Lays a structure out somewhere, as in a worker. */
export type LayOut = (structure: Structure) => Promise<LargeLayout>;

/** A structure with the layout that belongs to it. */
export interface LaidOut {
  readonly structure: Structure;
  readonly layout: LargeLayout;
}

/**
 * The layout of a structure; null until the first is there. Later structures keep every place that they can, at once:
 * nothing that stands moves because something came or went.
 */
export function useLargeLayout(structure: Structure, layOut: LayOut): LaidOut | null {
  const [held, setHeld] = useState<LaidOut | null>(null);
  const latest = useRef(structure);
  latest.current = structure;
  const kept = held !== null && held.structure !== structure ? keepPlaces(held, structure) : held;
  useEffect(() => {
    if (kept !== null) {
      if (kept !== held) setHeld(kept);
      return;
    }
    let isOver = false;
    void layOut(structure).then((layout) => {
      if (!isOver) setHeld({ structure, layout });
    });
    return () => {
      isOver = true;
    };
  }, [structure, layOut]);
  return kept;
}
