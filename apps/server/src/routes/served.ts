/** What every route may use. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { Ignored } from '@hopscope/core';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { LiveControl } from '../collect/live-control.ts';
import type { EmbedAccess } from '../embed/embed-access.ts';
import type { TrafficRanges } from '../prometheus/ranges.ts';
import type { SnapshotAccess } from '../snapshots/snapshot-access.ts';
import type { DemoControl } from '../sources/demo.ts';
import type { Bodies } from '../store/bodies.ts';
import type { MeshStore } from '../store/mesh-store.ts';

export type Mode = 'demo' | 'live' | 'bundle';

export interface Served {
  readonly store: MeshStore;
  readonly bodies: Bodies;
  readonly mode: Mode;
  /** what is served, for a person: a context, a file name, `demo mesh` */
  readonly label: string;
  /** the version of the product */
  readonly version: string;
  /** files of a bundle that were not understood */
  readonly ignored: readonly Ignored[];
  /** the switch of the demo; null where it is none */
  readonly demo: DemoControl | null;
  /** traffic of any time; null where no Prometheus is configured */
  readonly prometheus: TrafficRanges | null;
  /** what is asked of the components of a live mesh; null where nothing is asked */
  readonly live: LiveControl | null;
  /** where snapshots are kept; null = nowhere */
  readonly snapshots: SnapshotAccess | null;
  /** who may frame panels; null = there are none */
  readonly embed: EmbedAccess | null;
}

/** The server, with types that follow from the schemas of the routes. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;
