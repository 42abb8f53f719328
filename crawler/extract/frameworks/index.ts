/** The frameworks tools are read from. Hand-kept; a test holds that it equals the folder. */
import { configuredServer } from './configured-server.ts';
import { fastmcpAddTool } from './fastmcp-add-tool.ts';
import type { Framework } from './framework.ts';
import { goMark3labs } from './go-mark3labs.ts';
import { goSdk } from './go-sdk.ts';
import { pythonFastmcp } from './python-fastmcp.ts';
import { pythonListTools } from './python-list-tools.ts';
import { rawJsonRpc } from './raw-json-rpc.ts';
import { sdkListTools } from './sdk-list-tools.ts';
import { sdkRegisterTool } from './sdk-register-tool.ts';
import { sdkTool } from './sdk-tool.ts';
import { tmcpTool } from './tmcp-tool.ts';

export const frameworks: readonly Framework[] = [
  sdkRegisterTool,
  sdkTool,
  sdkListTools,
  fastmcpAddTool,
  configuredServer,
  tmcpTool,
  rawJsonRpc,
  pythonFastmcp,
  pythonListTools,
  goMark3labs,
  goSdk,
];
