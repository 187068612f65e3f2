import type { KubeObject } from '../bundle.ts';
import type { Mesh } from '../mesh/mesh.ts';

type Conditions = { type: string; status: string; reason: string; message: string; lastTransitionTime: string }[];
type Listed = { listeners: { name: string; conditions: Conditions }[] };

/** Listeners beside the one of the gateway, well attached and without faults. */
export function withListeners(
  served: Mesh,
  gateway: string,
  ...more: { name: string; port: number; protocol: string; hostname?: string }[]
): Mesh {
  for (const listener of more) served.gatewayOf(gateway).listeners.push({ ...listener, allowed: 'All' });
  return served;
}

/** The controller says something of one listener, since the given seconds. */
export function sayOfListener(
  served: Mesh,
  name: string,
  said: { type: string; status: string; reason: string; message: string },
  since = 300,
): Mesh {
  const at = new Date(Date.parse(served.spec.takenAt) - since * 1000).toISOString().replace('.000Z', 'Z');
  return served.edit('Gateway', (object: KubeObject) => {
    const status = object['status'] as Listed | undefined;
    const listener = status?.listeners?.find((candidate) => candidate.name === name);
    if (!listener) return;
    listener.conditions = listener.conditions.map((condition) =>
      condition.type === said.type ? { ...condition, ...said, lastTransitionTime: at } : condition,
    );
  });
}
