// The least that JsSIP needs in Electron: a page of the origin that the gateway lets in, and the gateway's ticket.
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { app, BrowserWindow, protocol } from 'electron';

const value = (flag) => process.argv.find((word) => word.startsWith(`--${flag}=`))?.slice(`--${flag}=`.length) ?? '';
const types = { '.html': 'text/html', '.js': 'text/javascript' };

protocol.registerSchemesAsPrivileged([{ scheme: 'bare', privileges: { standard: true, secure: true } }]);
app.on('window-all-closed', () => app.quit());
app.whenReady().then(async () => {
  protocol.handle('bare', async (request) => {
    const path = normalize(new URL(request.url).pathname);
    const body = await readFile(join(value('bare-pages'), path));
    return new Response(body, { headers: { 'content-type': types[extname(path)] ?? 'application/octet-stream' } });
  });
  const gateway = value('bare-gateway');
  const reply = await fetch(`${gateway.replace(/^ws/, 'http')}/tickets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${value('bare-token')}` },
  });
  const { sipTicket, sipUri } = await reply.json();
  // In the corner of the screen: a window that others cover wholly is not painted and answers no mouse.
  const window = new BrowserWindow({
    x: 0,
    y: 0,
    width: 420,
    height: 320,
    webPreferences: { contextIsolation: true, sandbox: true, nodeIntegration: false },
  });
  const query = new URLSearchParams({ server: `${gateway}/sip?ticket=${sipTicket}`, uri: sipUri });
  window.loadURL(`bare://phone/index.html?${query}`);
});
