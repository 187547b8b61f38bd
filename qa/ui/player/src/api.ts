/** Talking to the server: JSON over fetch, and errors that say what to do next. */

/** What a failed request means for the page. */
export type Trouble =
  | "unreachable" // no answer, or the server is in trouble: try again later
  | "signed_out"
  | "conflict"
  | "claim" // the call is no longer ours
  | "gone" // the call, or the thing, is no longer there
  | "refused"; // this request will never be accepted

export class ApiError extends Error {
  constructor(
    readonly trouble: Trouble,
    readonly status: number,
    readonly code: string,
    /** What the server says, by language; empty when it said nothing. */
    readonly words: { zh: string; en: string; fix: string },
  ) {
    super(`${status} ${code}`);
  }
}

const TIMEOUT_MS = 15_000;

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type Send = (method: Method, path: string, body?: unknown, keepalive?: boolean) => Promise<unknown>;

/** A sender for paths below `base`. Resolves to the answer's JSON; null when there is none. */
export function sender(base: string): Send {
  return async (method, path, body, keepalive = false) => {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (method !== "GET") headers["X-Earmark"] = "1";
    if (body !== undefined) headers["Content-Type"] = "application/json";
    let response: Response;
    let text: string;
    try {
      response = await fetch(base + path, {
        method,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
        credentials: "same-origin",
        cache: "no-store",
        keepalive,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      text = await response.text();
    } catch {
      throw new ApiError("unreachable", 0, "unreachable", { zh: "", en: "", fix: "" });
    }
    const answer = parsed(text);
    if (response.ok) return answer;
    throw errorOf(response.status, answer);
  };
}

function parsed(text: string): unknown {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/** The error that an answer stands for. */
export function errorOf(status: number, answer: unknown): ApiError {
  const error = field(answer, "error");
  const text = (name: string): string =>
    typeof field(error, name) === "string" ? (field(error, name) as string) : "";
  const code = text("code");
  return new ApiError(troubleOf(status, code), status, code, {
    zh: text("message_zh"),
    en: text("message_en"),
    fix: text("fix"),
  });
}

function troubleOf(status: number, code: string): Trouble {
  if (status === 401) return "signed_out";
  if (/claim/.test(code)) return "claim";
  if (status === 409) return "conflict";
  if (status === 404 || status === 410) return "gone";
  if (status === 0 || status === 408 || status === 425 || status === 429 || status >= 500)
    return "unreachable";
  return "refused";
}

/** A field of an answer of unknown shape. */
export function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
