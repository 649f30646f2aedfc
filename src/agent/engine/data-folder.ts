// The setting that says where the weights beside a model stand when the model itself is in memory.

/** `kOrtSessionOptionsModelExternalInitializersFileFolderPath` of onnxruntime_session_options_config_keys.h. */
export const dataFolderSetting = 'session.model_external_initializers_file_folder_path'
