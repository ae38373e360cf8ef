import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `npm run dev` draws what a `gridcast serve` on its usual port says. */
const api = 'http://127.0.0.1:8001';

export default defineConfig({
  plugins: [react()],
  build: { target: 'es2022', modulePreload: { polyfill: false }, chunkSizeWarningLimit: 400 },
  server: { proxy: { '/api': api, '/docs': api, '/openapi.json': api } },
});
