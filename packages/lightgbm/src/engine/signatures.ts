/** The C functions this package binds, as koffi prototypes without their result: each returns `int`, 0 for success. */
export const signatures = {
  LGBM_DumpParamAliases: '(int64_t length, _Out_ int64_t *needed, void *text)',
  LGBM_GetMaxThreads: '(_Out_ int *out)',
  LGBM_SetMaxThreads: '(int threads)',
  LGBM_RegisterLogCallback: '(void *callback)',

  LGBM_DatasetCreateFromMat:
    '(const void *data, int type, int32_t rows, int32_t columns, int isRowMajor, const char *params, void *reference, _Out_ void **out)',
  LGBM_DatasetCreateFromArrowStream: '(void *stream, const char *params, void *reference, _Out_ void **out)',
  LGBM_DatasetCreateFromFile: '(const char *file, const char *params, void *reference, _Out_ void **out)',
  LGBM_DatasetGetSubset:
    '(void *dataset, const int32_t *rows, int32_t count, const char *params, _Out_ void **out)',
  LGBM_DatasetSetField: '(void *dataset, const char *field, const void *data, int count, int type)',
  LGBM_DatasetSetFeatureNames: '(void *dataset, const char **names, int count)',
  LGBM_DatasetGetFeatureNames:
    '(void *dataset, int count, _Out_ int *found, size_t length, _Out_ size_t *needed, void **names)',
  LGBM_DatasetGetNumData: '(void *dataset, _Out_ int32_t *out)',
  LGBM_DatasetGetNumFeature: '(void *dataset, _Out_ int32_t *out)',
  LGBM_DatasetGetFeatureNumBin: '(void *dataset, int feature, _Out_ int *out)',
  LGBM_DatasetSaveBinary: '(void *dataset, const char *file)',
  LGBM_DatasetFree: '(void *dataset)',

  LGBM_BoosterCreate: '(void *dataset, const char *params, _Out_ void **out)',
  LGBM_BoosterLoadModelFromString: '(const char *text, _Out_ int *iterations, _Out_ void **out)',
  LGBM_BoosterMerge: '(void *booster, void *other)',
  LGBM_BoosterAddValidData: '(void *booster, void *dataset)',
  LGBM_BoosterUpdateOneIter: '(void *booster, _Out_ int *isFinished)',
  LGBM_BoosterUpdateOneIterCustom:
    '(void *booster, const float *gradients, const float *hessians, _Out_ int *isFinished)',
  LGBM_BoosterRollbackOneIter: '(void *booster)',
  LGBM_BoosterGetCurrentIteration: '(void *booster, _Out_ int *out)',
  LGBM_BoosterNumModelPerIteration: '(void *booster, _Out_ int *out)',
  LGBM_BoosterGetNumFeature: '(void *booster, _Out_ int *out)',
  LGBM_BoosterGetFeatureNames:
    '(void *booster, int count, _Out_ int *found, size_t length, _Out_ size_t *needed, void **names)',
  LGBM_BoosterGetEvalCounts: '(void *booster, _Out_ int *out)',
  LGBM_BoosterGetEvalNames:
    '(void *booster, int count, _Out_ int *found, size_t length, _Out_ size_t *needed, void **names)',
  LGBM_BoosterGetEval: '(void *booster, int dataset, _Out_ int *count, double *out)',
  LGBM_BoosterGetNumPredict: '(void *booster, int dataset, _Out_ int64_t *out)',
  LGBM_BoosterGetPredict: '(void *booster, int dataset, _Out_ int64_t *count, double *out)',
  LGBM_BoosterRefit: '(void *booster, const int32_t *leaves, int32_t rows, int32_t trees)',
  LGBM_BoosterFree: '(void *booster)',

  LGBM_BoosterCalcNumPredict:
    '(void *booster, int rows, int kind, int start, int iterations, _Out_ int64_t *out)',
  LGBM_BoosterPredictForMat:
    '(void *booster, const void *data, int type, int32_t rows, int32_t columns, int isRowMajor, int kind, int start, int iterations, const char *params, _Out_ int64_t *count, double *out)',
  LGBM_BoosterPredictForArrowStream:
    '(void *booster, void *stream, int kind, int start, int iterations, const char *params, _Out_ int64_t *count, double *out)',
  LGBM_BoosterPredictForMatSingleRowFastInit:
    '(void *booster, int kind, int start, int iterations, int type, int32_t columns, const char *params, _Out_ void **out)',
  LGBM_BoosterPredictForMatSingleRowFast:
    '(void *config, const void *row, _Out_ int64_t *count, double *out)',
  LGBM_FastConfigFree: '(void *config)',

  LGBM_BoosterSaveModelToString:
    '(void *booster, int start, int iterations, int importance, int64_t length, _Out_ int64_t *needed, void *text)',
  LGBM_BoosterDumpModel:
    '(void *booster, int start, int iterations, int importance, int64_t length, _Out_ int64_t *needed, void *text)',
  LGBM_BoosterFeatureImportance: '(void *booster, int iterations, int kind, double *out)',

  LGBM_NetworkInit: '(const char *machines, int port, int timeoutMinutes, int count)',
  LGBM_NetworkFree: '()',
} as const;

/** A bound C function that reports success by its result. */
export type NativeFunction = keyof typeof signatures;
