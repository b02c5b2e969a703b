package dev.volta.core.vm.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.vm.GuestArchitecture;
import org.junit.jupiter.api.Test;

class RecipeTest {
    @Test
    void saysToOthersHowRootMakesAnImageThatTheyCanUse() {
        assertThat(Recipe.rootsWork(GuestArchitecture.riscv64, ImageRole.worker))
                .isEqualTo(
                        "there is no image of riscv64, and only root can make one, so that its files belong to the right"
                                + " users: sudo env XDG_CACHE_HOME=/var/cache volta image build --arch riscv64 --role worker, and"
                                + " name the folder that it prints as 'image' of 'fleet.vm' in volta.yaml");
    }
}
