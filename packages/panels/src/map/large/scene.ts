/** Everything a painter draws from: the mesh, its states, what stands out, and how it is looked at. */
import type { LargeMesh } from './large-mesh.ts';
import type { LargeStates } from './large-states.ts';
import { type Level, levelOf } from './level.ts';
import type { LargeLight } from './light-large.ts';
import type { Colours } from './theme-colours.ts';

/** Picture to screen: `screen = picture * k + (x, y)`, in CSS pixels of a frame of that size. */
export interface View {
  readonly k: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Scene {
  readonly mesh: LargeMesh;
  readonly states: LargeStates;
  readonly light: LargeLight;
  readonly colours: Colours;
  readonly problemsOnly: boolean;
  /** islands whose stub was opened, by number */
  readonly opened: ReadonlySet<number>;
}

/** A place of an island's stub on the screen, for a click. */
export interface StubBox {
  readonly group: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What one frame showed: for tests, for clicks, and for the legend. */
export interface Painted {
  readonly level: Level;
  readonly islands: number;
  readonly nodes: number;
  readonly links: number;
  readonly problems: number;
  readonly labels: number;
  readonly stubs: readonly StubBox[];
}

/** A pen over one frame. */
export interface Pen {
  readonly context: CanvasRenderingContext2D;
  readonly scene: Scene;
  readonly view: View;
  readonly level: Level;
  /** of each node, whether it is drawn in this frame */
  readonly shown: Uint8Array;
}

export function penOf(context: CanvasRenderingContext2D, scene: Scene, view: View, shown: Uint8Array): Pen {
  return { context, scene, view, level: levelOf(view.k), shown };
}

export const toScreenX = (view: View, x: number): number => x * view.k + view.x;
export const toScreenY = (view: View, y: number): number => y * view.k + view.y;

/** Whether a circle of the screen touches the frame. */
export function isInFrame({ width, height }: View, x: number, y: number, reach: number): boolean {
  return x > -reach && y > -reach && x < width + reach && y < height + reach;
}
