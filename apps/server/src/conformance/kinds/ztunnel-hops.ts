/** What a ztunnel does with one connection, by its dump alone. */
import { inboundIn, nextHopIn, type Socket } from '@hopscope/core';
import { NotAnswered, text } from '../case.ts';
import { dumpOf } from '../state.ts';
import type { Kind } from './kind.ts';

/** `ip:port` or `[ip]:port`. */
function socketOf(value: unknown): Socket {
  const address = text(value);
  const at = address.lastIndexOf(':');
  return { ip: address.slice(0, at).replace(/^\[(.*)\]$/, '$1'), port: Number(address.slice(at + 1)) };
}

const written = (socket: Socket | null): string | null =>
  socket && `${socket.ip.includes(':') ? `[${socket.ip}]` : socket.ip}:${socket.port}`;

export const ZTUNNEL_HOPS: Readonly<Record<string, Kind>> = {
  'ztunnel-outbound-next-hop': {
    answer(one) {
      const dump = dumpOf(one);
      const name = text(one.question['sourceWorkload']);
      const source = dump.workloads.find((workload) => `${workload.namespace}/${workload.name}` === name);
      if (!source) throw new NotAnswered(`the dump has no workload ${name}`);
      const hop = nextHopIn(dump, source, socketOf(one.question['to']));
      if (!hop) return { request: null, refused: true };
      const { protocol, nextHop, hboneTarget } = hop;
      return {
        request: { protocol, hboneTarget: written(hboneTarget), nextHop: written(nextHop) },
        refused: false,
      };
    },
  },
  'ztunnel-inbound-accepts': {
    answer(one) {
      const at = socketOf(one.question['connectionTo']);
      const inbound = inboundIn(dumpOf(one), at, text(one.config['network']), text(one.question['hboneTarget']));
      if (!inbound) return { accepted: false };
      return { accepted: true, upstream: written(inbound.upstream), tunnelTarget: inbound.tunnelTarget };
    },
  },
  'ztunnel-certificates': {
    /** As istioctl prints them: the first of a chain, the last, and one row of nothing where there is none. */
    answer(one) {
      const rows = dumpOf(one).certificates.flatMap(({ identity, state, chain = [] }) => {
        const base = { certificate_name: identity, status: state };
        if (state !== 'Available' || chain.length === 0) return [{ ...base, ...NOTHING }];
        return chain.flatMap((link, i) => {
          const isLast = i === chain.length - 1;
          if (i > 0 && !isLast) return [{ ...base, type: 'Intermediate', ...linkFields(link) }];
          return [{ ...base, type: i === 0 ? 'Leaf' : 'Root', ...linkFields(link) }];
        });
      });
      return { rows };
    },
  },
};

const NOTHING = { type: 'NA', valid_cert: 'false', serial_number: 'NA', not_after: 'NA', not_before: 'NA' };

function linkFields({
  serial,
  validFrom,
  expiresAt,
}: {
  serial: string;
  validFrom: string | null;
  expiresAt: string | null;
}) {
  const now = Date.now();
  const isValid = now >= Date.parse(validFrom ?? '') && now <= Date.parse(expiresAt ?? '');
  return {
    valid_cert: String(isValid),
    serial_number: /^\d+$/.test(serial) ? BigInt(serial).toString(16) : serial,
    not_after: expiresAt ?? 'NA',
    not_before: validFrom ?? 'NA',
  };
}
