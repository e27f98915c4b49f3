import { describe, expect, it } from "vitest";
import { image } from "../../sdk/image.ts";

const app = image("app").from("debian");

describe("ansible", () => {
  it("keeps tasks as they are given, blocks as tasks inside tasks", () => {
    const { ansible } = app
      .ansible({
        install: [
          { name: "a", shell: "date", loop: [1, { b: null }] },
          { when: "x", block: [{ debug: { msg: "{{ x }}" } }], rescue: [{ fail: "msg=no" }], always: [] },
        ],
      })
      .toNode();
    expect(JSON.parse(JSON.stringify(ansible?.tasks, (key, value) => (key === "origin" ? undefined : value)))).toEqual({
      beforeInstall: [],
      install: [
        { fields: { name: "a", shell: "date", loop: [1, { b: null }] } },
        {
          fields: { when: "x" },
          block: [{ fields: { debug: { msg: "{{ x }}" } } }],
          rescue: [{ fields: { fail: "msg=no" } }],
          always: [],
        },
      ],
      beforeSetup: [],
      setup: [],
    });
  });

  it("adds up over calls and changes no earlier value", () => {
    const one = app.ansible({ setup: [{ shell: "a" }] });
    const two = one.git({ to: "/app" }).ansible({ setup: [{ shell: "b" }], install: [] });
    expect(two.toNode().ansible?.tasks.setup.map(({ fields }) => fields)).toEqual([{ shell: "a" }, { shell: "b" }]);
    expect(one.toNode().ansible?.tasks.setup).toHaveLength(1);
    expect(Object.isFrozen(two.toNode().ansible?.tasks.setup[0]?.fields)).toBe(true);
  });

  it.each<[unknown, string, string]>([
    [{ afterSetup: [] }, "SDK.UNKNOWN_OPTION", 'ansible(tasks) has no option "afterSetup"'],
    [{ setup: { shell: "a" } }, "SDK.WRONG_ARGUMENT", "ansible({ setup }) must be a list of tasks, but is an object"],
    [{ setup: ["a"] }, "SDK.WRONG_ARGUMENT", 'ansible({ setup })[0] must be a task, an object, but is "a"'],
    [
      { setup: [{ block: "a" }] },
      "SDK.WRONG_ARGUMENT",
      'ansible({ setup })[0].block must be a list of tasks, but is "a"',
    ],
    [
      { setup: [{ copy: { content: new Date(0) } }] },
      "SDK.WRONG_ARGUMENT",
      "ansible({ setup })[0].copy.content must be plain data, but is an object",
    ],
  ])("refuses %j", (tasks, code, message) => {
    expect(() => Reflect.apply(app.ansible, app, [tasks])).toThrow(expect.objectContaining({ code, message }));
  });
});
