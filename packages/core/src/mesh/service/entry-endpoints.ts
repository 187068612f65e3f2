/** D4, S6: the endpoints of a ServiceEntry: those written into it, and the pods and WorkloadEntries it selects. */
import type { ServiceEntry } from '../../state/istio.ts';
import { type Mesh, perMesh } from '../mesh.ts';
import { chooseAmong, type EndpointChoice, type Members, machineEndpoint, writtenEndpoint } from './endpoints.ts';
import { describeEntry } from './published-services.ts';
import { entriesOfEntry, podsOfEntry } from './selection.ts';
import { dialledPort } from './target-ports.ts';

/** D4: the endpoints for one port of an entry, for a client that dialled `address` (a host name where it asked by name). */
export function chooseEntryEndpoints(
  mesh: Mesh,
  entry: ServiceEntry,
  port: number,
  address: string,
  fromNode = '',
): EndpointChoice {
  const members = membersOf(mesh, entry);
  const choice = chooseAmong(mesh, describeEntry(mesh, entry), members, port, fromNode);
  const sole = (target: number): EndpointChoice => ({
    ...choice,
    endpoints: [{ pod: null, ip: address, port: target }],
    excluded: [],
    preference: '',
  });
  // P5: the connection goes on to the address that was dialled; nothing is chosen and no port is asked for.
  if (entry.resolution === 'NONE') return sole(port);
  if (!choice.servicePort) return choice;
  // D4: a waypoint resolves the very name that was asked for.
  if (entry.resolution === 'DYNAMIC_DNS') return sole(port);
  return choice.selected === 0 && isImplied(entry) ? sole(dialledPort(choice.servicePort, []) ?? port) : choice;
}

/** D4: a STATIC entry that lists nobody and selects nobody has nothing to send to, whatever the port. */
export function hasNoMembers(mesh: Mesh, entry: ServiceEntry): boolean {
  const { pods, outside } = membersOf(mesh, entry);
  return entry.resolution === 'STATIC' && pods.length + outside.length === 0;
}

/** Without endpoints of its own a host that DNS resolves is its own endpoint. */
const isImplied = (entry: ServiceEntry): boolean => /^DNS/.test(entry.resolution) && entry.workloadSelector === null;

/** S3, S6: endpoints written into the entry, or the pods and WorkloadEntries of its namespace that it selects. */
const membersOf = perMesh((mesh: Mesh, entry: ServiceEntry): Members => {
  const written = entry.endpoints.map((spec) => writtenEndpoint(entry, spec));
  return {
    pods: podsOfEntry(mesh, entry),
    outside: [...written, ...entriesOfEntry(mesh, entry).map(machineEndpoint)],
  };
});
