/** A certificate in PEM with the fields that tell its number and dates, and nothing to sign or encrypt with. */

/** RFC 5280: from 2050 on years have four digits. */
export function rootPem(serial: string, validFrom: string, expiresAt: string): string {
  const signed = der(0x30, [
    ...der(0xa0, der(0x02, [2])),
    ...der(0x02, bytesOf(BigInt(serial))),
    ...der(0x30, []),
    ...der(0x30, []),
    ...der(0x30, [...time(validFrom), ...time(expiresAt)]),
    ...der(0x30, []),
  ]);
  const whole = der(0x30, [...signed, ...der(0x30, []), ...der(0x03, [0])]);
  const lines = base64(whole).match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function der(tag: number, content: readonly number[]): number[] {
  const { length } = content;
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff];
  return [tag, ...size, ...content];
}

function bytesOf(number: bigint): number[] {
  const bytes: number[] = [];
  for (let rest = number; rest > 0n; rest >>= 8n) bytes.unshift(Number(rest & 0xffn));
  return (bytes[0] ?? 0) >= 0x80 ? [0, ...bytes] : bytes;
}

function time(text: string): number[] {
  const digits = `${text.replace(/\D/g, '').slice(0, 14)}Z`;
  const isLate = digits >= '2050';
  const letters = [...(isLate ? digits : digits.slice(2))];
  return der(
    isLate ? 0x18 : 0x17,
    letters.map((letter) => letter.charCodeAt(0)),
  );
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64(bytes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const group = bytes.slice(at, at + 3);
    const bits = ((group[0] ?? 0) << 16) | ((group[1] ?? 0) << 8) | (group[2] ?? 0);
    const letters = [18, 12, 6, 0].map((shift) => ALPHABET[(bits >> shift) & 63] ?? '');
    text += letters.slice(0, group.length + 1).join('') + '='.repeat(3 - group.length);
  }
  return text;
}
