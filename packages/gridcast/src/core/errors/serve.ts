export const serveErrors = {};
