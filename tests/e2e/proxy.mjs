// A server between the browser and the program, which a test can stop, start again and change.
import { createServer, request } from 'node:http';

/**
 * Passes everything on to `base`; `change(path, text)` may answer a text of its own for a path, or
 * null. Resolves to `{ url, stop, start }`; the address stays the same.
 */
export async function startProxy(base, change = () => null) {
  const target = new URL(base);
  const changed = (path, headers, text, response) => {
    const body = change(path, text);
    const { 'content-length': _length, etag: _etag, ...rest } = headers;
    response.writeHead(200, rest).end(body);
  };
  const pass = (asked, response) => {
    // The program answers to its own address only.
    const origin = asked.headers.origin === undefined ? {} : { origin: target.origin };
    const onward = request({ host: target.hostname, port: target.port, path: asked.url, method: asked.method,
      headers: { ...asked.headers, host: target.host, ...origin, 'accept-encoding': 'identity', 'if-none-match': '' } }, (answer) => {
      if (change(asked.url, '') === null) {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
        return;
      }
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => changed(asked.url, answer.headers, Buffer.concat(parts).toString('utf8'), response));
    });
    onward.on('error', () => response.destroy());
    // A stream of events has no end of its own.
    response.on('close', () => onward.destroy());
    asked.pipe(onward);
  };
  let server = null;
  const listen = async (port) => {
    server = createServer(pass);
    await new Promise((ready) => server.listen(port, '127.0.0.1', ready));
    return server.address().port;
  };
  const port = await listen(0);
  return {
    url: `http://127.0.0.1:${port}`,
    start: () => listen(port),
    stop: () => new Promise((done) => { server.close(done); server.closeAllConnections(); }),
  };
}
