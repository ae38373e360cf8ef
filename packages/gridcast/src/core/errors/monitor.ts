export const monitorErrors = {};
