export const pipelineErrors = {};
