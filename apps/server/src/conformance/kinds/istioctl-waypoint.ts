/** Section 4: what `istioctl waypoint list` and `istioctl waypoint status` print. */
import type { MeshState } from '@hopscope/core';
import { type Case, type Json, text, texts } from '../case.ts';
import { stateOf } from '../state.ts';
import type { Kind } from './kind.ts';

type Gateway = MeshState['gateways'][number];

interface Command {
  verb: string;
  isEverywhere: boolean;
  waits: boolean;
  namespace: string;
}

function commandOf(one: Case): Command {
  const args = texts(one.question['args']);
  const named = args.findIndex((arg) => arg === '-n' || arg === '--namespace');
  return {
    verb: args[0] ?? '',
    isEverywhere: args.some((arg) => /^(?:-A|--all-namespaces(?:=true)?)$/.test(arg)),
    waits: !args.includes('--wait=false'),
    namespace: (named < 0 ? '' : (args[named + 1] ?? '')) || text(one.config['namespace']) || 'default',
  };
}

/** Gateways of the one class, by namespace and name. */
function waypointsFor(one: Case, { isEverywhere, namespace }: Command): Gateway[] {
  const key = (gateway: Gateway): string => `${gateway.namespace}/${gateway.name}`;
  return stateOf(one)
    .gateways.filter((gateway) => gateway.className === 'istio-waypoint')
    .filter((gateway) => isEverywhere || gateway.namespace === namespace)
    .sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

const programmedOf = (gateway: Gateway): string =>
  gateway.conditions.find(({ type }) => type === 'Programmed')?.status ?? 'False';

function listed(gateway: Gateway): Json {
  return {
    NAME: gateway.name,
    REVISION: gateway.labels['istio.io/rev'] ?? 'default',
    'TRAFFIC TYPE': gateway.labels['istio.io/waypoint-for'] ?? 'none',
    PROGRAMMED: programmedOf(gateway),
  };
}

/** The Programmed condition where it holds; else the last that was looked at. */
function statusRow(gateway: Gateway): Json {
  const holding = gateway.conditions.find(({ type, status }) => type === 'Programmed' && status === 'True');
  const shown = holding ?? gateway.conditions.at(-1);
  return {
    NAME: gateway.name,
    STATUS: shown?.status ?? '',
    TYPE: shown?.type ?? '',
    REASON: shown?.reason ?? '',
    MESSAGE: shown?.message ?? '',
  };
}

const timedOut = ({ namespace, name }: Gateway): string =>
  `Error: failed to print waypoint status: timed out while retrieving status for waypoint\t${namespace}/${name}\n\n`;

function answer(one: Case): Json {
  const command = commandOf(one);
  const waypoints = waypointsFor(one, command);
  if (waypoints.length === 0) return { rows: null, text: 'No waypoints found.\n' };
  const isList = command.verb === 'list';
  const late = isList || !command.waits ? undefined : waypoints.find((item) => programmedOf(item) !== 'True');
  if (late) return { rows: null, text: timedOut(late) };
  const rowOf = isList ? listed : statusRow;
  const rows = waypoints.map((item) => ({
    ...(command.isEverywhere ? { NAMESPACE: item.namespace } : {}),
    ...rowOf(item),
  }));
  return { rows, text: null };
}

export const ISTIOCTL_WAYPOINT: Readonly<Record<string, Kind>> = { 'istioctl-waypoint': { answer } };
