package dev.volta.ssh.config;

import dev.volta.core.config.shapes.Misspelling;
import dev.volta.ssh.names.HostPatterns;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keywords of ssh_config up to OpenSSH 10, with those that distributions have added. ssh reads no file that has another
 * one in it, unless IgnoreUnknown names that one before; one that is passed over may be a ProxyJump with a letter missing.
 */
final class Keywords {
    private static final Map<String, String> DOCUMENTED = words("""
            AddKeysToAgent AddressFamily BatchMode BindAddress BindInterface CASignatureAlgorithms
            CanonicalDomains CanonicalizeFallbackLocal CanonicalizeHostname CanonicalizeMaxDots
            CanonicalizePermittedCNAMEs CertificateFile ChannelTimeout CheckHostIP Ciphers ClearAllForwardings
            Compression ConnectTimeout ConnectionAttempts ControlMaster ControlPath ControlPersist
            DynamicForward EnableEscapeCommandline EnableSSHKeysign EscapeChar ExitOnForwardFailure
            FingerprintHash ForkAfterAuthentication ForwardAgent ForwardX11 ForwardX11Timeout ForwardX11Trusted
            GSSAPIAuthentication GSSAPIClientIdentity GSSAPIDelegateCredentials GSSAPIKexAlgorithms
            GSSAPIKeyExchange GSSAPIRenewalForcesRekey GSSAPIServerIdentity GSSAPITrustDns GatewayPorts
            GlobalKnownHostsFile HashKnownHosts Host HostKeyAlgorithms HostKeyAlias HostbasedAcceptedAlgorithms
            HostbasedAuthentication Hostname IPQoS IdentitiesOnly IdentityAgent IdentityFile IgnoreUnknown
            Include KbdInteractiveAuthentication KbdInteractiveDevices KexAlgorithms KnownHostsCommand
            LocalCommand LocalForward LogLevel LogVerbose MACs Match NoHostAuthenticationForLocalhost
            NumberOfPasswordPrompts ObscureKeystrokeTiming PKCS11Provider PasswordAuthentication
            PermitLocalCommand PermitRemoteOpen Port PreferredAuthentications ProxyCommand ProxyJump
            ProxyUseFdpass PubkeyAcceptedAlgorithms PubkeyAuthentication RefuseConnection RekeyLimit
            RemoteCommand RemoteForward RequestTTY RequiredRSASize RevokedHostKeys SecurityKeyProvider SendEnv
            ServerAliveCountMax ServerAliveInterval SessionType SetEnv StdinNull StreamLocalBindMask
            StreamLocalBindUnlink StrictHostKeyChecking SyslogFacility TCPKeepAlive Tag Tunnel TunnelDevice
            UpdateHostKeys User UserKnownHostsFile VerifyHostKeyDNS VersionAddendum VisualHostKey WarnWeakCrypto
            XAuthLocation
            """)
            .collect(Collectors.toUnmodifiableMap(name -> name.toLowerCase(Locale.ROOT), Function.identity()));

    /**
     * Obsolete names that are still taken, and names of distributions. Those that are no {@link #SYNONYMS} have no effect in
     * ssh either, such as UserKnownHostsFile2.
     */
    private static final Set<String> OTHERS = words("""
            afstokenpassing challengeresponseauthentication cipher compressionlevel dsaauthentication
            fallbacktorsh globalknownhostsfile2 hostbasedkeytypes identityfile2 keepalive kerberosauthentication
            kerberostgtpassing protocol protocolkeepalives pubkeyacceptedkeytypes rhostsauthentication
            rhostsrsaauthentication rsaauthentication rsaminsize setuptimeout skeyauthentication smartcarddevice
            tisauthentication useblacklistedkeys useprivilegedport userknownhostsfile2 useroaming usersh
            """).collect(Collectors.toUnmodifiableSet());

    /** Names of old that mean the same as another one (readconf.c, keywords); the last two are Debian's. */
    private static final Map<String, String> SYNONYMS = Map.ofEntries(
            Map.entry("challengeresponseauthentication", "kbdinteractiveauthentication"),
            Map.entry("dsaauthentication", "pubkeyauthentication"),
            Map.entry("hostbasedkeytypes", "hostbasedacceptedalgorithms"),
            Map.entry("identityfile2", "identityfile"),
            Map.entry("keepalive", "tcpkeepalive"),
            Map.entry("pubkeyacceptedkeytypes", "pubkeyacceptedalgorithms"),
            Map.entry("skeyauthentication", "kbdinteractiveauthentication"),
            Map.entry("smartcarddevice", "pkcs11provider"),
            Map.entry("tisauthentication", "kbdinteractiveauthentication"),
            Map.entry("protocolkeepalives", "serveraliveinterval"),
            Map.entry("setuptimeout", "serveraliveinterval"));

    private Keywords() {}

    /** The name that {@code keyword} has today. */
    static String today(String keyword) {
        return SYNONYMS.getOrDefault(keyword, keyword);
    }

    private static Stream<String> words(String text) {
        return Stream.of(text.split("\\s+"));
    }

    static boolean isKnown(String keyword) {
        return DOCUMENTED.containsKey(keyword) || OTHERS.contains(keyword);
    }

    /** Whether a line {@code IgnoreUnknown} covers {@code keyword}. */
    static boolean covers(ConfigLine ignored, String keyword) {
        var patterns = ignored.value().toLowerCase(Locale.ROOT).split(",", -1);
        return new HostPatterns(List.of(patterns)).match(keyword);
    }

    /** What to say of a line that ssh does not know. */
    static String unknown(ConfigLine line) {
        var meant = Misspelling.of(line.keyword(), DOCUMENTED.keySet())
                .map(DOCUMENTED::get)
                .map(name -> "did you mean '" + name + "'?")
                .orElse("'IgnoreUnknown " + line.keyword() + "' before it makes ssh and Volta ignore it");
        return line.where() + ": '" + line.keyword()
                + "' is not a keyword of ssh_config, and ssh rejects a file with it; " + meant;
    }
}
