/** C1, C2: the certificates of a ztunnel's dump, without their PEMs. */
import type { Certificate } from '../state/readings.ts';
import { intern, isRecord, oneOf, type Raw, records, strOr, time, word } from './fields.ts';

/** One certificate; a shape that is not known leaves fields empty. */
export function readZtunnelCertificate(raw: Raw): Certificate {
  const { state, error } = certificateState(raw['state']);
  const chain = records(oneOf(raw, 'certChain', 'cert_chain', 'caCert'));
  const roots = records(oneOf(raw, 'rootCerts', 'root_certs'));
  // Before rootCerts was its own list, the root was the end of the chain.
  const rootCerts = roots.length > 0 ? roots : chain.slice(1).slice(-1);
  const whole = roots.length > 0 ? [...chain, ...roots] : chain;
  return {
    identity: word(raw['identity']),
    state,
    error,
    validFrom: time(oneOf(chain[0] ?? {}, 'validFrom', 'valid_from')),
    expiresAt: time(oneOf(chain[0] ?? {}, 'expirationTime', 'expiration_time')),
    roots: rootCerts
      .map((root) => word(oneOf(root, 'serialNumber', 'serial_number')))
      .filter((serial) => serial !== ''),
    ...(whole.length === 0 ? {} : { chain: whole.slice(0, CHAIN_LIMIT).map(readLink) }),
  };
}

/** A chain has a leaf, a few intermediates and its roots. */
const CHAIN_LIMIT = 12;

const readLink = (raw: Raw): NonNullable<Certificate['chain']>[number] => ({
  serial: word(oneOf(raw, 'serialNumber', 'serial_number')),
  validFrom: time(oneOf(raw, 'validFrom', 'valid_from')),
  expiresAt: time(oneOf(raw, 'expirationTime', 'expiration_time')),
});

const ERROR_LIMIT = 1000;

/** `Unavailable: why`, `{"Unavailable": "why"}` or a plain word, in any case. */
function certificateState(value: unknown): { state: string; error: string } {
  const [name, detail] = isRecord(value) ? (Object.entries(value)[0] ?? ['', '']) : splitState(word(value));
  const state = name.charAt(0).toUpperCase() + name.slice(1).toLowerCase();
  const error = isRecord(detail) ? strOr(detail['error'], JSON.stringify(detail)) : word(detail);
  return { state: intern(state), error: error.slice(0, ERROR_LIMIT) };
}

function splitState(text: string): [string, string] {
  const colon = text.indexOf(':');
  return colon < 0 ? [text.trim(), ''] : [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
}
