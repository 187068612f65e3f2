/** When a set of files was taken, where they do not say: the newest moment that anything in them speaks of. */
import { isRecord, list, type Raw, record, records, time } from './fields.ts';

interface Dated {
  readonly objects: readonly unknown[];
  readonly readings: readonly { at?: string | null }[];
}

/** The newest timestamp of readings and objects; null where there is none. */
export function newestTime(input: Dated): string | null {
  let newest: string | null = null;
  let instant = Number.NEGATIVE_INFINITY;
  const see = (value: unknown): void => {
    const text = time(value);
    const at = text === null ? Number.NaN : Date.parse(text);
    if (at > instant) {
      instant = at;
      newest = text;
    }
  };
  for (const reading of input.readings) see(reading.at);
  for (const raw of input.objects) if (isRecord(raw)) seeObject(raw, see);
  return newest;
}

/** Moments that have passed; a deletionTimestamp may lie ahead. */
function seeObject(raw: Raw, see: (value: unknown) => void): void {
  const metadata = record(raw['metadata']);
  const status = record(raw['status']);
  see(metadata['creationTimestamp']);
  for (const field of records(metadata['managedFields'])) see(field['time']);
  for (const condition of records(status['conditions'])) {
    see(condition['lastTransitionTime']);
    see(condition['lastHeartbeatTime']);
    see(condition['lastUpdateTime']);
  }
  see(raw['lastTimestamp']);
  see(raw['eventTime']);
  see(record(raw['series'])['lastObservedTime']);
  see(record(raw['spec'])['renewTime']);
  for (const container of list(status['containerStatuses'])) {
    see(record(record(record(container)['state'])['running'])['startedAt']);
  }
}
