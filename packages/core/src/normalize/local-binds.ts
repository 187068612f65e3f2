/** Settings of a container that tell its application to listen on an address that only its own pod can reach. */
import { list, type Raw, record } from './fields.ts';

/** The values that say so, with or without a scheme and a port. */
const LOOPBACK = /^(?:\w+:\/\/)?(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|localhost|\[?::1\]?)(?::\d{1,5})?$/i;
/** Names of settings that say where to listen; `DB_HOST` and its like say whom to call. */
const LISTENS = /bind|listen|^host$|^server[._-]?address$|^(?:http|https|grpc|web)[._-]?addr(?:ess)?$/i;
const LISTEN_FLAG = /^--?(?:.*(?:bind|listen).*|host|addr|address|ip|(?:http|web|grpc)[-.]?addr(?:ess)?)$/i;
const LIMIT = 8;

/** `env NAME` and `argument --flag`; the values are not kept. */
export function readLocalBinds(containers: readonly Raw[]): string[] {
  const found: string[] = [];
  for (const container of containers) {
    for (const entry of list(container['env'])) {
      const { name, value } = record(entry);
      if (typeof name === 'string' && isLoopback(value) && LISTENS.test(name)) found.push(`env ${name}`);
    }
    for (const key of ['command', 'args']) collectFlags(list(container[key]), found);
  }
  return found.slice(0, LIMIT);
}

const isLoopback = (value: unknown): boolean => typeof value === 'string' && value.length < 64 && LOOPBACK.test(value);

/** `--bind=127.0.0.1:80` or `--bind 127.0.0.1`. */
function collectFlags(args: readonly unknown[], found: string[]): void {
  for (const [i, arg] of args.entries()) {
    if (typeof arg !== 'string' || !arg.startsWith('-')) continue;
    const equals = arg.indexOf('=');
    const flag = equals < 0 ? arg : arg.slice(0, equals);
    if (isLoopback(equals < 0 ? args[i + 1] : arg.slice(equals + 1)) && LISTEN_FLAG.test(flag))
      found.push(`argument ${flag}`);
  }
}
