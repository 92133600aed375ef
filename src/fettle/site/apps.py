"""The site as a Django application, last in the list: it hands the Assembly to the kernel."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "fettle.site"
    label = "site"

    def ready(self) -> None:
        from fettle.kernel.assembly import install
        from fettle.site.assembly import ASSEMBLY

        install(ASSEMBLY)
