/**
 * Certificates for one attempt: an authority, and one certificate for each name it is asked for. Runs inside the
 * sandbox, where keys are made and end with it, and imports nothing of toolrisk. The structures are those of RFC 5280.
 */
import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

/** A certificate and its key, PEM. */
export interface Certificate {
  cert: string;
  key: string;
}

/** An authority that only one attempt trusts. */
export interface Authority {
  /** Its own certificate, PEM. */
  cert: string;
  /** A certificate for a host name or address, the same one each time. */
  issue(host: string): Certificate;
}

/** Validity on either side of now, milliseconds. */
const dayMs = 86_400_000;

/** Tags of DER. */
const tags = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  utf8: 0x0c,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
};
/** Object identifiers, encoded. */
const ids = {
  ecdsaWithSha256: '06082a8648ce3d040302',
  commonName: '0603550403',
  subjectKey: '0603551d0e',
  keyUsage: '0603551d0f',
  alternativeNames: '0603551d11',
  basicConstraints: '0603551d13',
  authorityKey: '0603551d23',
};
/** `keyCertSign`, and `digitalSignature`, as bit strings. */
const usages = { authority: '03020204', host: '03020780' };

/** Makes an authority with a key of its own. */
export function createAuthority(): Authority {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const hostKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = toPem(hostKeys.privateKey);
  const issued = new Map<string, Certificate>();
  const make = (subject: string, subjectKey: KeyObject, extensions: Buffer[]) =>
    certify(keys.privateKey, subject, subjectKey, extensions);
  return {
    cert: make(authorityName, keys.publicKey, [
      extension(ids.basicConstraints, node(tags.sequence, node(tags.boolean, Buffer.from([0xff]))), true),
      extension(ids.keyUsage, hex(usages.authority), true),
      extension(ids.subjectKey, node(tags.octets, keyId(keys.publicKey))),
    ]),
    issue(host) {
      const known = issued.get(host);
      if (known !== undefined) return known;
      const made = {
        key,
        cert: make('host', hostKeys.publicKey, [
          extension(ids.basicConstraints, node(tags.sequence), true),
          extension(ids.keyUsage, hex(usages.host), true),
          extension(ids.authorityKey, node(tags.sequence, node(0x80, keyId(keys.publicKey)))),
          extension(ids.alternativeNames, node(tags.sequence, alternativeName(host))),
        ]),
      };
      issued.set(host, made);
      return made;
    },
  };
}

const authorityName = 'stand-in for the network';

function certify(signer: KeyObject, subject: string, subjectKey: KeyObject, extensions: Buffer[]): string {
  const algorithm = node(tags.sequence, hex(ids.ecdsaWithSha256));
  const now = Date.now();
  const body = node(
    tags.sequence,
    node(0xa0, node(tags.integer, Buffer.from([2]))),
    // Positive, and without a needless leading zero.
    node(tags.integer, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    nameOf(authorityName),
    node(tags.sequence, time(now - dayMs), time(now + dayMs)),
    nameOf(subject),
    subjectKey.export({ type: 'spki', format: 'der' }),
    node(0xa3, node(tags.sequence, ...extensions)),
  );
  const signature = node(tags.bits, Buffer.from([0]), sign('sha256', body, signer));
  const base64 = node(tags.sequence, body, algorithm, signature).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;
}

/** One value of DER: tag, length, content. */
function node(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const hex = (text: string) => Buffer.from(text, 'hex');
const toPem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }) as string;

function extension(id: string, value: Buffer, critical = false): Buffer {
  const mark = critical ? [node(tags.boolean, Buffer.from([0xff]))] : [];
  return node(tags.sequence, hex(id), ...mark, node(tags.octets, value));
}

function nameOf(text: string): Buffer {
  return node(
    tags.sequence,
    node(tags.set, node(tags.sequence, hex(ids.commonName), node(tags.utf8, Buffer.from(text)))),
  );
}

function alternativeName(host: string): Buffer {
  if (isIP(host) === 4) return node(0x87, Buffer.from(host.split('.').map(Number)));
  return node(0x82, Buffer.from(host, 'latin1'));
}

function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replace(/\.\d+|[-:T]/g, '');
  return node(tags.utcTime, Buffer.from(digits.slice(2)));
}

function keyId(key: KeyObject): Buffer {
  return createHash('sha1')
    .update(createPublicKey(key.export({ type: 'spki', format: 'pem' })).export({ type: 'spki', format: 'der' }))
    .digest();
}
