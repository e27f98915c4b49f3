import { unauthorized } from "../errors.ts";
import { readServerText } from "../http/failed-response.ts";
import type { Access, RegistryRequest, RegistryResponse, Send } from "../http/request.ts";
import { discard } from "../http/response-body.ts";
import type { Authorizer } from "./authorizer.ts";

/** Proves the identity that a request needs, and once more when the registry challenges what was sent. */
export function withAuthorization(send: Send, authorizer: Authorizer, originOf: (registry: string) => string): Send {
  return async (request: RegistryRequest, signal: AbortSignal): Promise<RegistryResponse> => {
    const { access } = request;
    // An upload may lead to another host, which has no business with the registry's tokens.
    if (access === undefined || originOf(access.registry) !== request.url.origin) return await send(request, signal);
    const known = await authorizer.known(access, signal);
    const response = await send(authorized(request, known), signal);
    // Only the registry itself may say where its credentials go, never a host that it redirects to.
    if (response.status !== 401 || response.url.origin !== request.url.origin) return response;
    const challenges = response.headers["www-authenticate"];
    const better = challenges && (await authorizer.answer(access, challenges, known, signal));
    if (!better) throw await refusal(response, request, access, authorizer, signal);
    await discard(response);
    const second = await send(authorized(request, better), signal);
    if (second.status === 401) throw await refusal(second, request, access, authorizer, signal);
    return second;
  };
}

function authorized(request: RegistryRequest, header: string | undefined): RegistryRequest {
  return header === undefined ? request : { ...request, headers: { ...request.headers, authorization: header } };
}

async function refusal(
  response: RegistryResponse,
  request: RegistryRequest,
  access: Access,
  authorizer: Authorizer,
  signal: AbortSignal,
): Promise<Error> {
  const text = await readServerText(response, request, authorizer.redact, signal);
  const hadCredentials = await authorizer.hasCredentials(access.registry, signal);
  return unauthorized(access.registry, request.purpose, hadCredentials, text);
}
