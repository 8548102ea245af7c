// A real santongd, filled by deploy/walk as deploy/run fills one: a corpus, a real document from draft to publication.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const { SANTONGD, SANTONG, SANTONG_BUILD_DIR } = process.env;

// Resolves once the file is there and not empty.
function written(folder, name) {
  return new Promise((resolve) => {
    const ready = () => existsSync(join(folder, name)) && readFileSync(join(folder, name), 'utf8').endsWith('\n');
    const watcher = watch(folder, () => {
      if (!ready()) return;
      watcher.close();
      resolve(readFileSync(join(folder, name), 'utf8').trim());
    });
    if (ready()) {
      watcher.close();
      resolve(readFileSync(join(folder, name), 'utf8').trim());
    }
  });
}

export class Register {
  static async start() {
    const register = new Register();
    register.organ = 'jurisdictions/630203/organs/government';
    register.today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
    register.folder = mkdtempSync(join(tmpdir(), 'santong_portal_'));
    mkdirSync(join(register.folder, 'tokens'), { mode: 0o700 });
    mkdirSync(join(register.folder, 'ports'));
    const ports = join(register.folder, 'ports');
    register.process = spawn(SANTONGD, [
      '--data-dir', join(register.folder, 'data'), '--listen', '127.0.0.1:0', '--port-file', join(ports, 'grpc'),
      '--http-listen', '127.0.0.1:0', '--http-port-file', join(ports, 'http'), '--log-level', 'warning',
      '--admin-token-file', join(register.folder, 'tokens/admin'), '--public-reads-per-minute', '0',
      '--public-writes-per-minute', '0'], { stdio: ['ignore', 'inherit', 'inherit'] });
    register.address = `127.0.0.1:${await written(ports, 'grpc')}`;
    register.url = `http://127.0.0.1:${await written(ports, 'http')}`;
    execFileSync(join(root, 'deploy/walk'), [register.address, register.folder],
      { env: { ...process.env, SANTONG_BUILD_DIR }, stdio: ['ignore', 'ignore', 'inherit'] });
    const walked = readFileSync(join(register.folder, 'walked'), 'utf8');
    register.number = /NUMBER='([^']+)'/.exec(walked)[1];
    register.document = /DOCUMENT=(\S+)/.exec(walked)[1];
    return register;
  }

  // The CLI as one of the walk's principals.
  cli(who, ...words) {
    return execFileSync(SANTONG, words, {
      encoding: 'utf8',
      env: { ...process.env, SANTONG_ADDRESS: this.address, SANTONG_JURISDICTION: '630203', SANTONG_LANG: 'en',
        SANTONG_CONFIG: join(this.folder, 'santong.yaml'),
        ...(who ? { SANTONG_TOKEN_FILE: join(this.folder, 'tokens', who) } : {}) } });
  }

  async stop() {
    const ended = new Promise((resolve) => { this.process.on('exit', resolve); });
    this.process.kill('SIGTERM');
    await ended;
    rmSync(this.folder, { recursive: true });
  }
}
