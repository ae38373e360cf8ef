/** A server without any work, `bare-server.ts PORT BYTES`: what an answer as long costs on this machine at this time. */
import { createServer } from 'node:http';

const [port = 0, bytes = 0] = process.argv.slice(2).map(Number);
const body = Buffer.alloc(bytes, ' ');
createServer((_, response) => {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': bytes });
  response.end(body);
}).listen(port, '127.0.0.1');
