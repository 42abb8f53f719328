/**
 * Runs a server beside a stand-in for the network: `run.mts PORTS ANSWER lists|as-is COMMAND…`. Runs inside the sandbox, whose
 * network has no way out, and imports nothing of toolrisk. Ports below 1024 take a capability that nothing inside has, so
 * connections are led to the stand-in within the runtimes that servers are written for, Node.js and Python.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority } from './certificates.mts';
import { listen } from './listener.mts';

/** Where programs look for certificates they trust: Node.js, OpenSSL, requests, curl, Deno, AWS, Git, httplib2. */
const trustVariables = [
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'DENO_CERT',
  'AWS_CA_BUNDLE',
  'GIT_SSL_CAINFO',
  'HTTPLIB2_CA_CERTS',
];

const [ports = '', unasked = '{}', gaps, command = '', ...args] = process.argv.slice(2);
const authority = createAuthority();
const certificate = join(mkdtempSync(join(tmpdir(), 'stand-in-')), 'authority.pem');
writeFileSync(certificate, authority.cert);
const port = await listen(authority, unasked);
const { NODE_OPTIONS: options = '', PYTHONPATH: path, ...env } = process.env;
const child = spawn(command, args, {
  stdio: 'inherit',
  env: {
    ...env,
    ...Object.fromEntries(trustVariables.map((name) => [name, certificate])),
    NODE_OPTIONS: `${options} --import=${join(import.meta.dirname, 'node-hook.mts')}`.trim(),
    PYTHONPATH: [join(import.meta.dirname, 'python'), ...(path ? [path] : [])].join(':'),
    TOOLRISK_STAND_IN: `${port}:${ports}`,
    ...(gaps === 'lists' && { TOOLRISK_STAND_IN_LISTS: unasked }),
  },
});
child.once('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
child.once('exit', (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0)));
