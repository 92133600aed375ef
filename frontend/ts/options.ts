// A list of choices steered from a text field (ARIA combobox): arrows move, Enter takes, Escape gives up.
export class Options {
  constructor(
    private readonly box: HTMLInputElement,
    private readonly list: HTMLElement,
    private readonly take: (option: HTMLElement, entered: boolean) => void,
  ) {
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", (event) => {
      const option = (event.target as Element).closest<HTMLElement>("[role=option]");
      if (!option) return;
      event.preventDefault();
      take(option, false);
    });
    box.addEventListener("keydown", (event) => this.key(event));
  }

  /** Shows other choices; the first is chosen when `eager`. */
  show(html: string, eager: boolean): void {
    this.list.innerHTML = html;
    this.all.forEach((option, index) => (option.id ||= `${this.list.id}-${index}`));
    this.box.setAttribute("aria-expanded", String(this.all.length > 0));
    this.choose(eager ? this.all[0] : undefined);
  }

  hide(): void {
    this.show("", false);
  }

  get all(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("[role=option]")];
  }

  get chosen(): HTMLElement | undefined {
    return this.all.find((option) => option.getAttribute("aria-selected") === "true");
  }

  private choose(option?: HTMLElement): void {
    for (const each of this.all) each.setAttribute("aria-selected", String(each === option));
    if (option) {
      this.box.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else this.box.removeAttribute("aria-activedescendant");
  }

  private key(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const { all, chosen } = this;
    if (step && all.length) {
      event.preventDefault();
      const from = chosen ? all.indexOf(chosen) : step > 0 ? -1 : 0;
      this.choose(all[(from + step + all.length) % all.length]);
    } else if (event.key === "Enter" && chosen && !event.ctrlKey) {
      event.preventDefault();
      this.take(chosen, true);
    }
  }
}
